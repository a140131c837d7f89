package io.paddock.benchmarks.client;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.client.RefusedException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** One client in this process: warms up, then prints a line per kind of request. */
final class PipelinedRun {

    /** So many requests are under way at any time. */
    static final int WINDOW = 500;

    private static final int WARM_UP_ROUNDS = 3;
    private static final String PATH = "/client-speed";
    private static final byte[] DATA = new byte[100];

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private PipelinedRun() {}

    /** A request; what it is given is run when its answer is there, with true if it succeeded. */
    private interface Request {
        void send(Answered answered);
    }

    private interface Answered {
        void onAnswer(boolean succeeded);
    }

    /** Arguments: {@code ours} or {@code apache}, connect string, requests per round. */
    public static void main(String[] args) throws Exception {
        int requests = Integer.parseInt(args[2]);
        if (args[0].equals("ours")) {
            ours(args[1], requests);
        } else {
            apache(args[1], requests);
        }
    }

    private static void ours(String connectString, int requests) throws InterruptedException {
        try (Client client = Client.open(connectString)) {
            try {
                client.blocking().create(NewNode.persistent(PATH).data(DATA));
            } catch (RefusedException.NodeExists e) {
                // An earlier run made it.
            }
            measure(
                    "ours    getData",
                    requests,
                    answered ->
                            client.getData(PATH).whenComplete((data, failure) -> answered.onAnswer(failure == null)));
            measure(
                    "ours    setData",
                    requests / 2,
                    answered -> client.setData(PATH, DATA, Client.ANY_VERSION)
                            .whenComplete((stat, failure) -> answered.onAnswer(failure == null)));
        }
    }

    private static void apache(String connectString, int requests)
            throws IOException, InterruptedException, KeeperException {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper(connectString, 30_000, event -> connected.countDown());
        try {
            connected.await();
            try {
                client.create(PATH, DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            } catch (KeeperException.NodeExistsException e) {
                // An earlier run made it.
            }
            measure(
                    "apache  getData",
                    requests,
                    answered -> client.getData(
                            PATH, false, (code, path, context, data, stat) -> answered.onAnswer(code == 0), null));
            measure(
                    "apache  setData",
                    requests / 2,
                    answered -> client.setData(
                            PATH, DATA, -1, (code, path, context, stat) -> answered.onAnswer(code == 0), null));
        } finally {
            client.close();
        }
    }

    private static void measure(String name, int requests, Request request) throws InterruptedException {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            run(requests, request);
        }
        long cpuBefore = PROCESS.getProcessCpuTime();
        long bytesBefore = allocatedBytes();
        long startNs = System.nanoTime();
        int failed = run(requests, request);
        double seconds = (System.nanoTime() - startNs) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s  %8.0f per second  %6.2f us CPU  %5.0f bytes allocated per request%s%n",
                name,
                requests / seconds,
                (PROCESS.getProcessCpuTime() - cpuBefore) / 1e3 / requests,
                (double) (allocatedBytes() - bytesBefore) / requests,
                failed == 0 ? "" : "  " + failed + " FAILED");
    }

    private static int run(int requests, Request request) throws InterruptedException {
        Semaphore window = new Semaphore(WINDOW);
        AtomicInteger failed = new AtomicInteger();
        for (int i = 0; i < requests; i++) {
            window.acquire();
            request.send(succeeded -> {
                if (!succeeded) {
                    failed.incrementAndGet();
                }
                window.release();
            });
        }
        window.acquire(WINDOW);
        return failed.get();
    }

    /** Of the threads that live now, which are all that worked. */
    private static long allocatedBytes() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(bytes, 0);
        }
        return sum;
    }
}
