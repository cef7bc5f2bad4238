using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.Tests.Testing;

/// <summary>An action made of what a test hands it.</summary>
public sealed class Probe(System.Action<Message, Output> process, bool concurrent = false, bool waits = false, bool terminal = false) : PlanAction
{
    public int Flushes;
    public int Recoveries;

    public override bool IsConcurrent => concurrent;

    public override bool Waits => waits;

    public override bool IsTerminal => terminal;

    public override void Process(Message message, Output output) => process(message, output);

    public override void Flush(Message flush, Output output)
    {
        Interlocked.Increment(ref Flushes);
        base.Flush(flush, output);
    }

    public override void Recover(Exception fault) => Interlocked.Increment(ref Recoveries);
}
