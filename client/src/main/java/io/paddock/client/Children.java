package io.paddock.client;

import io.paddock.common.Stat;
import java.util.List;

/**
 * The children of a znode with its stat, both of one moment.
 *
 * @param names the names without the path, in no particular order; unmodifiable
 * @param stat the stat of the parent
 */
public record Children(List<String> names, Stat stat) {}
