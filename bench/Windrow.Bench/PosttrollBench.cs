using System.Diagnostics;
using System.Text;
using Windrow.Core;
using Windrow.Events.Posttroll.Messages;
using Windrow.Events.Posttroll.Settings;
using Windrow.Events.Posttroll.Sockets;
using Windrow.Native.ZeroMq;

namespace Windrow.Bench;

/// <summary>
/// Messages of posttroll from a publisher to a subscriber that reads them into metadata, over loopback, against libzmq alone with the same octets and against a
/// subscriber in Python that reads the same grammar. Sender and receiver are two threads of this process in both cases; that in Python is a process of its own. The messages are
/// the segments of a day of a satellite: platform, sensor and times of a slot come again, paths, names and the time of sending are of each message alone.
/// </summary>
internal static class PosttrollBench
{
    private const int Count = 200_000;
    private const int PythonCount = 40_000;
    private const int Burst = 100_000;
    private const int Paced = 5_000;
    private const int Length = 400;
    private const int Different = 4_000;

    private const string Python = """
        import datetime, json, re, sys, time, zmq
        sub = zmq.Context().socket(zmq.SUB); sub.rcvhwm = 0
        sub.connect(sys.argv[1]); sub.setsockopt(zmq.SUBSCRIBE, b'pytroll:/')
        def times(value):
            if isinstance(value, dict): return {key: times(each) for key, each in value.items()}
            if isinstance(value, list): return [times(each) for each in value]
            if isinstance(value, str):
                try: return datetime.datetime.fromisoformat(value)
                except ValueError: pass
            return value
        count = int(sys.argv[2]); begun = None
        for _ in range(count):
            text = sub.recv_string()
            begun = begun or time.perf_counter()
            subject, kind, sender, stamp, version, mime, data = re.split(r'\s+', text[9:], maxsplit=6)
            stamp = datetime.datetime.fromisoformat(stamp); data = times(json.loads(data))
        print(count / (time.perf_counter() - begun))
        """;

    public static IEnumerable<Figure> Run()
    {
        var messages = Messages();
        var (ratios, costs) = (new List<double>(), new List<double>());
        var (bare, own, pythons, python) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < 6; round++)
        {
            var (a, b) = (0.0, 0.0);
            var (costOfBare, costOfOwn) = (Measure.Time(() => a = Bare(messages), cpu: true), Measure.Time(() => b = Own(messages, Count, out _), cpu: true));
            if (round == 0)
                continue;
            bare.Add(a);
            own.Add(b);
            ratios.Add(b / a);
            costs.Add(costOfBare / costOfOwn);
            if (ByPython(messages) is not { } c)
                continue;
            python.Add(c);
            pythons.Add(b / c);
        }

        yield return new Figure("posttroll / libzmq", Measure.Median(ratios), "×", 0.6, false, $"{Measure.Median(own) / 1e3:0} k messages/s of {Length} bytes read into metadata, against {Measure.Median(bare) / 1e3:0} k/s that are only received");
        yield return new Figure("posttroll / libzmq by CPU time", Measure.Median(costs), "×", 0.6, false, "of all threads, sending and receiving; other load on the machine weighs less here");
        if (python.Count > 0)
            yield return new Figure("posttroll / Python", Measure.Median(pythons), "×", 8, false, $"against {Measure.Median(python) / 1e3:0.0} k/s that Python reads");
        _ = Own(messages, Burst, out var got);
        yield return new Figure("posttroll burst", Burst - got, "lost", 0, true, $"of {Burst} as fast as they can be sent");
        var latencies = Latencies(messages);
        yield return new Figure("posttroll p99 at 1,000/s", latencies[(int)(Paced * 0.99)], "ms", 1, true, $"p50 {latencies[Paced / 2]:0.000} ms, from sending to metadata");
    }

    private static byte[][] Messages() => [.. Enumerable.Range(0, Different).Select(static number =>
    {
        var slot = new DateTime(2026, 1, 2).AddMinutes(15 * (number / 40));
        var sent = slot.AddMinutes(10).AddTicks((number % 40 * 12_345_678L) + 1_200_340);
        var name = $"H-000-MSG3__-MSG3________-{(number / 8 % 2 == 0 ? "VIS006___" : "IR_108___")}-{(number % 8) + 1:000000}___-{slot:yyyyMMddHHmm}-__";
        var head = $"pytroll://segment/0deg file sat@recv1 {sent:yyyy-MM-ddTHH:mm:ss.ffffff} v1.01 application/json {{\"uri\": \"/data/in/{name}\", \"uid\": \"{name}\", \"platform_name\": \"Meteosat-10\", \"sensor\": [\"seviri\"], \"start_time\": \"{slot:yyyy-MM-ddTHH:mm:ss}\", \"orbit_number\": {12345 + (number / 400)}, \"x\": \"";
        return Encoding.ASCII.GetBytes(head + new string('x', Length - head.Length - 2) + "\"}");
    })];

    private static SocketSetting Setting() => PeerOptions.Make(new PosttrollSettings(), new EngineServices(), 1_000_000, -1);

    // One thread sends, another receives; from the first to the last.
    private static double Bare(byte[][] messages)
    {
        using var context = new ZeroMqContext();
        using var publisher = context.Open(ZeroMqSocketType.ExtendedPublish);
        publisher.Set(ZeroMqOption.SendHighWaterMark, 0);
        publisher.Bind("tcp://127.0.0.1:*");
        var address = publisher.Endpoint;
        var rate = 0.0;
        var receiver = new Thread(() =>
        {
            using var other = new ZeroMqContext();
            using var socket = other.Open(ZeroMqSocketType.Subscribe);
            using var frame = new ZeroMqFrame();
            socket.Set(ZeroMqOption.ReceiveHighWaterMark, 0);
            socket.Set(ZeroMqOption.Subscribe, "pytroll:/"u8);
            socket.Connect(address);
            var poller = new ZeroMqPoller();
            poller.Add(socket);
            var begun = 0L;
            for (var seen = 0; seen < Count;)
            {
                if (!socket.TryReceive(frame))
                    poller.Wait(TimeSpan.FromSeconds(1));
                else if (seen++ == 0)
                    begun = Stopwatch.GetTimestamp();
            }

            rate = Count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        });
        receiver.Start();
        using (var frame = new ZeroMqFrame())
        {
            while (!publisher.TryReceive(frame))
                Thread.Yield();
        }

        for (var i = 0; i < Count; i++)
            publisher.TrySend(messages[i % Different]);
        receiver.Join();
        return rate;
    }

    private static double Own(byte[][] messages, int count, out int got)
    {
        var taker = new Taker(count);
        using var publisher = Listen(taker, out var stop, out var listening);
        while (!publisher.IsHeard(messages[0]))
            Thread.Yield();
        for (var i = 0; i < count; i++)
            publisher.Send(messages[i % Different]);
        taker.Done.Wait(TimeSpan.FromSeconds(60));
        stop.Cancel();
        listening.Join();
        got = taker.Seen;
        return taker.Rate;
    }

    private static double? ByPython(byte[][] messages)
    {
        const string Program = "/usr/bin/python3";
        using var publisher = new PublisherSocket(Setting());
        publisher.Bind("tcp://127.0.0.1:*");
        using var python = Process.Start(new ProcessStartInfo(Program, ["-c", Python, publisher.Endpoint, $"{PythonCount}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        while (!publisher.IsHeard(messages[0]))
        {
            if (python.HasExited)
                return null;
            Thread.Yield();
        }

        for (var i = 0; i < PythonCount; i++)
            publisher.Send(messages[i % Different]);
        return double.Parse(python.StandardOutput.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static List<double> Latencies(byte[][] messages)
    {
        var taker = new Taker(Paced);
        using var publisher = Listen(taker, out var stop, out var listening);
        while (!publisher.IsHeard(messages[0]))
            Thread.Yield();
        var sent = new long[Paced];
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < Paced; i++)
        {
            var due = begun + (i * Stopwatch.Frequency / 1_000);
            while (Stopwatch.GetTimestamp() < due)
                Thread.Sleep(0);
            sent[i] = Stopwatch.GetTimestamp();
            publisher.Send(messages[i % Different]);
        }

        taker.Done.Wait(TimeSpan.FromSeconds(60));
        stop.Cancel();
        listening.Join();
        List<double> latencies = [.. sent.Select((at, i) => Stopwatch.GetElapsedTime(at, taker.Times[i]).TotalMilliseconds)];
        latencies.Sort();
        return latencies;
    }

    private static PublisherSocket Listen(Taker taker, out CancellationTokenSource stop, out Thread listening)
    {
        var publisher = new PublisherSocket(Setting());
        publisher.Bind("tcp://127.0.0.1:*");
        var end = stop = new CancellationTokenSource();
        var address = publisher.Endpoint;
        listening = new Thread(() =>
        {
            using var subscriber = new Subscriber(Setting(), taker);
            subscriber.Add(address, ["pytroll:/"], isSecure: false, isFeed: false, static exception => throw exception);
            subscriber.Run(end.Token);
        });
        listening.Start();
        return publisher;
    }

    private sealed class Taker(int count) : IFrameTaker
    {
        private readonly MessageReader _reader = new(TimeReading.Written);
        private long _begun;

        public ManualResetEventSlim Done { get; } = new();

        public long[] Times { get; } = new long[count];

        public int Seen { get; private set; }

        public double Rate { get; private set; }

        public ValueTask TakeAsync(Peer peer, ReadOnlySpan<byte> frame)
        {
            if (_reader.Read(frame, out var read) is { } problem || read.Metadata.Count < 10)
                throw new InvalidOperationException("the message was not read");
            var now = Times[Seen] = Stopwatch.GetTimestamp();
            if (Seen++ == 0)
                _begun = now;
            if (Seen < count)
                return default;
            Rate = count / Stopwatch.GetElapsedTime(_begun, now).TotalSeconds;
            Done.Set();
            return default;
        }

        public void TakeStrange(Peer peer) => throw new InvalidOperationException("the message has several frames");
    }
}
