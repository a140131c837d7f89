package io.paddock.benchmarks;

import java.io.IOException;
import java.util.List;

/** Something that both servers have to do. */
interface Workload {

    /** As on the command line: no spaces. */
    String name();

    /** Lets both servers do it, in turns, and tells what that showed. */
    List<Figure> measure(Options options) throws IOException;
}
