package io.paddock.benchmarks;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.SetData;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The encodings that every read and every write pass through. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {

    private static final Path PATH = Path.of("/bench/service-0042/instance-042042");

    private final byte[] getData = bytes(new GetData(PATH, false));
    private final byte[] setData = bytes(new SetData(PATH, new byte[100], -1));
    private final Stat stat = new Stat(1, 2, 3, 4, 5, 6, 7, 0, 100, 0, 1);
    private final WireInput in = new WireInput(getData);
    private final WireOutput out = new WireOutput(256);

    private static byte[] bytes(ClientRequest request) {
        WireOutput out = new WireOutput();
        request.write(out);
        return out.toByteArray();
    }

    @Benchmark
    public ClientRequest readGetData() {
        in.reset(getData, 0, getData.length);
        return ClientRequest.read(OpCode.GET_DATA, in);
    }

    @Benchmark
    public ClientRequest readSetData() {
        in.reset(setData, 0, setData.length);
        return ClientRequest.read(OpCode.SET_DATA, in);
    }

    @Benchmark
    public int writeStat() {
        out.clear();
        stat.write(out);
        return out.size();
    }
}
