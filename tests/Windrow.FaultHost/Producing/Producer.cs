using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Windrow.Native.EcCodes;

namespace Windrow.FaultHost.Producing;

/// <summary>
/// Writes batches into a watched directory, each a file of JSON lines and a file of GRIB, and notes what it handed over.
/// A file is written under a hidden name and renamed in, so that it is there whole or not at all.
/// </summary>
internal sealed class Producer(string directory, string obligations, int seed) : IDisposable
{
    private const int Lanes = 5;
    private const int DoubtfulEvery = 7; // batches; all files with a dead letter stay where they are, and some are to move
    private const int LargeEvery = 3;

    private readonly CancellationTokenSource _end = new();

    public int Run(int first, int count, TimeSpan pause)
    {
        using var notes = new StreamWriter(obligations, append: true) { AutoFlush = true };
        new Thread(WatchInput) { IsBackground = true }.Start();
        for (var batch = first; batch < first + count && !_end.IsCancellationRequested; batch++)
        {
            // What is in a batch depends on nothing but its number and the seed, so a run can be made again.
            HandOver(string.Create(CultureInfo.InvariantCulture, $"{batch:000000}-a.jsonl"), MakeLines(batch, new Random(seed ^ (batch * 7919))), notes);
            HandOver(string.Create(CultureInfo.InvariantCulture, $"{batch:000000}-b.grib"), MakeFields(batch, new Random(seed ^ (batch * 104729))), notes);
            _end.Token.WaitHandle.WaitOne(pause);
        }

        return 0;
    }

    public void Dispose() => _end.Dispose();

    // Whoever started the producer ends it by closing its input, or by ending.
    private void WatchInput()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        _end.Cancel();
    }

    private void HandOver(string name, (byte[] Content, List<Obligation> Owed) file, StreamWriter notes)
    {
        var draft = Path.Combine(directory, "." + name);
        File.WriteAllBytes(draft, file.Content);
        File.Move(draft, Path.Combine(directory, name));
        foreach (var each in file.Owed)
            notes.WriteLine(each);
    }

    private static (byte[] Content, List<Obligation> Owed) MakeLines(int batch, Random random)
    {
        var text = new StringBuilder();
        var owed = new List<Obligation>();
        for (var i = 0; i < Workload.LinesInBatch; i++)
        {
            var number = (batch * Workload.LinesInBatch) + i;
            var isDoubtful = batch % DoubtfulEvery == 0 && i == Workload.LinesInBatch / 2;
            var pad = Convert.ToHexStringLower(RandomBytes(random, random.Next(20, 400)));
            owed.Add(new Obligation(isDoubtful ? ObligationKind.Doubtful : ObligationKind.Line, number, Sum(Encoding.ASCII.GetBytes(pad))));
            text.Append(CultureInfo.InvariantCulture, $$"""{"topic": "line", "serial": {{number}}, "lane": {{number % Lanes}}, "pad": "{{pad}}"{{(isDoubtful ? "" : ", \"needed\": \"yes\"")}}}""").Append('\n');
        }

        return (Encoding.ASCII.GetBytes(text.ToString()), owed);
    }

    private static (byte[] Content, List<Obligation> Owed) MakeFields(int batch, Random random)
    {
        using var file = new MemoryStream();
        var owed = new List<Obligation>();
        Add("2t", 18, 10, ObligationKind.Sample);
        Add("10u", 18, 10, ObligationKind.Sample);
        if (batch % LargeEvery == 0)
            Add("msl", 240, 181, ObligationKind.Large);
        return (file.ToArray(), owed);

        void Add(string param, int nx, int ny, ObligationKind kind)
        {
            var field = MakeField(param, nx, ny, batch, random);
            file.Write(field);
            owed.Add(new Obligation(kind, batch, Sum(field)));
        }
    }

    private static byte[] MakeField(string param, int nx, int ny, int step, Random random)
    {
        using var field = GribHandle.FromSample("regular_ll_sfc_grib2");
        field.SetString(new EcCodesKey("shortName"), param);
        field.SetLong(new EcCodesKey("dataDate"), 20260101);
        field.SetLong(new EcCodesKey("Ni"), nx);
        field.SetLong(new EcCodesKey("Nj"), ny);
        field.SetDouble(new EcCodesKey("iDirectionIncrementInDegrees"), 360.0 / nx);
        field.SetDouble(new EcCodesKey("jDirectionIncrementInDegrees"), 180.0 / (ny - 1));
        field.SetDouble(new EcCodesKey("longitudeOfLastGridPointInDegrees"), 360 - (360.0 / nx));
        field.SetDouble(new EcCodesKey("latitudeOfFirstGridPointInDegrees"), 90);
        field.SetDouble(new EcCodesKey("latitudeOfLastGridPointInDegrees"), -90);
        field.SetLong(new EcCodesKey("step"), step);
        field.SetLong(new EcCodesKey("bitsPerValue"), 16);
        var values = new double[nx * ny];
        for (var i = 0; i < values.Length; i++)
            values[i] = 250 + (random.NextDouble() * 50);
        field.SetDoubles(new EcCodesKey("values"), values);
        return field.Message.ToArray();
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Sum(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
