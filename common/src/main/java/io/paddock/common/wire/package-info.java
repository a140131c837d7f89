/**
 * Bytes: the primitive encodings that the wire and the files share (client protocol, section 1.1). Bounds are checked
 * once, here. <b>Owner:</b> whoever made the object; nothing here is shared between threads.
 */
package io.paddock.common.wire;
