using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Windrow.FaultHost.Producing;

namespace Windrow.FaultHost.Judging;

/// <summary>
/// Compares what a disturbed run left with what the producer handed over, and with an undisturbed run of the same input in
/// the same place: nothing lost, nothing invented, nothing twice, nothing altered, nothing left behind.
/// </summary>
internal sealed class Judge(string obligations, string disturbed, string undisturbed)
{
    private const int MostTold = 40;

    private readonly List<string> _findings = [];

    /// <returns>Exit status: 0 when there is nothing to find fault with.</returns>
    public int Run()
    {
        var owed = File.ReadLines(obligations).Select(Obligation.Parse).ToList();
        if (owed.Count == 0)
            _findings.Add("the producer handed over nothing");
        foreach (var run in new[] { undisturbed, disturbed })
        {
            var about = Path.GetFileName(run);
            foreach (var file in Workload.LineProducts)
                JudgeLines(about, Path.Combine(run, file), owed, withDoubtful: file != Workload.DoubtfulProduct);
            JudgePayloads(about, Path.Combine(run, Workload.LargeProducts), owed);
            JudgeState(about, new StateRemains(Path.Combine(run, Workload.State)), owed);
        }

        CompareProducts();
        foreach (var finding in _findings.Take(MostTold))
            Console.WriteLine(finding);
        if (_findings.Count > MostTold)
            Console.WriteLine($"… and {_findings.Count - MostTold} more");
        return _findings.Count == 0 ? 0 : 1;
    }

    private void JudgeLines(string about, string path, List<Obligation> owed, bool withDoubtful)
    {
        var sums = owed.Where(each => each.Kind == ObligationKind.Line || (withDoubtful && each.Kind == ObligationKind.Doubtful)).ToDictionary(static each => each.Number, static each => each.Sum);
        var lastOfLane = new Dictionary<long, long>();
        var seen = new HashSet<long>();
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (!TryRead(line, out var number, out var lane, out var sum))
                Find(about, path, $"holds what is no line: {line[..Math.Min(80, line.Length)]}");
            else if (!sums.TryGetValue(number, out var expected))
                Find(about, path, $"line {number} was invented");
            else if (sum != expected)
                Find(about, path, $"line {number} was altered");
            else if (!seen.Add(number))
                Find(about, path, $"line {number} is there twice");
            else if (lastOfLane.TryGetValue(lane, out var last) && last > number)
                Find(about, path, $"line {number} is behind {last} of the same key");
            lastOfLane[lane] = number;
        }

        foreach (var lost in sums.Keys.Where(number => !seen.Contains(number)).Order())
            Find(about, path, $"line {lost} was lost");
    }

    private static bool TryRead(string line, out long number, out long lane, out string sum)
    {
        (number, lane, sum) = (0, 0, "");
        try
        {
            using var document = JsonDocument.Parse(line);
            var metadata = document.RootElement.GetProperty("metadata");
            number = metadata.GetProperty("serial").GetInt64();
            lane = metadata.GetProperty("lane").GetInt64();
            sum = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(metadata.GetProperty("pad").GetString()!)));
            return true;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    private void JudgePayloads(string about, string directory, List<Obligation> owed)
    {
        var expected = owed.Where(static each => each.Kind == ObligationKind.Large).ToDictionary(static each => Workload.LargeProduct(each.Number), static each => each.Sum);
        foreach (var (name, sum) in expected)
        {
            var path = Path.Combine(directory, name);
            if (!File.Exists(path))
                Find(about, path, "was lost");
            else if (Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) != sum)
                Find(about, path, "was altered");
        }

        foreach (var path in Directory.Exists(directory) ? Directory.GetFiles(directory) : [])
        {
            if (!expected.ContainsKey(Path.GetFileName(path)))
                Find(about, path, "was invented");
        }
    }

    private void JudgeState(string about, StateRemains remains, List<Obligation> owed)
    {
        var doubtful = owed.Where(static each => each.Kind == ObligationKind.Doubtful).Select(static each => each.Number).Order().ToList();
        foreach (var number in doubtful.Except(remains.DeadLetters))
            Find(about, Workload.State, $"line {number} is no dead letter");
        foreach (var number in remains.DeadLetters.Except(doubtful))
            Find(about, Workload.State, $"line {number} is a dead letter");
        if (remains.DeadLetters.Count != remains.DeadLetters.Distinct().Count())
            Find(about, Workload.State, "there are dead letters twice");
        foreach (var rest in remains.Rest)
            Find(about, Workload.State, rest);
    }

    private void CompareProducts()
    {
        var (ours, theirs) = (Products(disturbed), Products(undisturbed));
        foreach (var name in theirs.Keys.Except(ours.Keys).Order(StringComparer.Ordinal))
            Find(Path.GetFileName(disturbed), name, "is missing, the undisturbed run has it");
        foreach (var name in ours.Keys.Except(theirs.Keys).Order(StringComparer.Ordinal))
            Find(Path.GetFileName(disturbed), name, "is there, the undisturbed run has none");
        foreach (var name in ours.Keys.Intersect(theirs.Keys).Order(StringComparer.Ordinal))
        {
            if (ours[name] != theirs[name])
                Find(Path.GetFileName(disturbed), name, "holds something else than that of the undisturbed run");
        }
    }

    // Keys of a stage run side by side, so lines of different keys come in any order; the order within one is judged above.
    private static Dictionary<string, string> Products(string run)
    {
        var directory = Path.Combine(run, Workload.Products);
        return Directory.EnumerateFiles(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).ToDictionary(
            path => Path.GetRelativePath(directory, path),
            static path => Convert.ToHexStringLower(SHA256.HashData(
                path.EndsWith(".jsonl", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(string.Join('\n', File.ReadLines(path).Order(StringComparer.Ordinal))) : File.ReadAllBytes(path))));
    }

    private void Find(string run, string path, string what) => _findings.Add($"{run}: {Path.GetFileName(path)}: {what}");
}
