package io.paddock.client;

import io.paddock.common.Acl;
import io.paddock.common.Stat;
import java.util.List;

/**
 * The access control list of a znode with its stat, both of one moment.
 *
 * @param acl unmodifiable; hashes of passwords are masked for those who may not administer the znode
 * @param stat its {@code aversion} is the version that {@link Client#setAcl} compares
 */
public record NodeAcl(List<Acl> acl, Stat stat) {}
