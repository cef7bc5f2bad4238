using Windrow.Core.Configuration;
using Windrow.FlowTesting.Running;

namespace Windrow.FlowTesting.Judging;

/// <summary>What the judges of a test look at, and where they tell what they find.</summary>
internal sealed class JudgedFlow(TestedFlow flow, GoldenFiles golden)
{
    private readonly List<TestFailure> _failures = [];

    public TestedFlow Flow { get; } = flow;

    public GoldenFiles Golden { get; } = golden;

    public IReadOnlyList<TestFailure> Failures => _failures;

    /// <summary>Whether an expectation was about dead letters, so that there may be some.</summary>
    public bool ExpectsDeadLetters { get; set; }

    public void Fail(SourceLocation at, string text) => _failures.Add(new TestFailure(at, text));

    /// <summary>The place in the sandbox of a path as the flow has it.</summary>
    public string Place(string path) => Flow.Sandbox.Map(Path.GetFullPath(path, Golden.Directory));

    /// <summary>The content of a file that the flow wrote; null: there is none.</summary>
    public byte[]? Read(string path)
    {
        var place = Place(path);
        if (Flow.Files.Find(place) is not { IsDirectory: false } entry)
            return null;
        using var stream = Flow.Files.OpenRead(place);
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
