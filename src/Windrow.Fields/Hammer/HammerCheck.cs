using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Fields.Aggregate;
using Windrow.Fields.Transport.Client;

namespace Windrow.Fields.Hammer;

/// <summary>The end of a hammer's server plan: looks at every value of every field.</summary>
/// <param name="server">Which of the servers this is.</param>
/// <param name="credit">Bytes that all clients together may have in memory; 0: others use the memory of this process too, so it is not looked at.</param>
internal sealed class HammerCheck(HammerLoad load, int server, bool verify, long credit) : PlanAction
{
    private readonly Lock _lock = new();
    private readonly bool[] _seen = new bool[load.Fields];
    private readonly ServerChoice _choice = new(HammerLoad.HashKeys, Distribution.HashedToSingle, load.Servers, 0, load.Clients, 1);
    private OpenFieldCounts _open = null!;
    private int _fields;
    private int _doubled;
    private int _wrong;
    private long _most;
    private string? _problem;

    public override bool IsTerminal => true;

    public override bool IsConcurrent => true;

    public override void Start(ActionContext context) => _open = context.Shared.Get<OpenFieldCounts>();

    public override void Process(Message message, Output output)
    {
        if (message.Kind == MessageKind.Field)
            Look(message);
        output.Deliver(message);
    }

    /// <summary>What was found so far.</summary>
    /// <param name="problem">Something that was found elsewhere.</param>
    public HammerTally Tally(string? problem)
    {
        lock (_lock)
        {
            var expected = Enumerable.Range(0, load.Params * load.Levels).Count(field => _choice.Of(load.Describe(field), out _) == server) * load.Steps;
            return new HammerTally(expected, _fields, _doubled, _wrong, _most, _problem ?? problem);
        }
    }

    private void Look(Message message)
    {
        var number = load.NumberOf(message.Metadata);
        var problem = ProblemOf(message, number);
        lock (_lock)
        {
            LookAtMemory();
            if (problem is not null)
            {
                _wrong++;
                _problem ??= problem;
            }
            else if (_seen[number])
            {
                _doubled++;
                _problem ??= $"{message.Metadata} has come twice";
            }
            else
            {
                _seen[number] = true;
                _fields++;
            }
        }
    }

    // Blocks are up to a quarter larger than what is in them, and each worker may have a whole field at hand.
    private void LookAtMemory()
    {
        var inUse = NativeBufferPool.Shared.InUse;
        _most = Math.Max(_most, inUse);
        var parts = inUse - ((_open.Total.Bytes + (Environment.ProcessorCount * load.Bytes / load.Fields)) * 5 / 4);
        if (credit > 0 && parts > credit * 5 / 4)
            _problem ??= $"parts take {parts} bytes of memory where the credit of all clients is {credit}";
    }

    private string? ProblemOf(Message message, int number)
    {
        if (number < 0)
            return $"{message.Metadata} is no field of the load";
        if (_choice.Of(message.Metadata, out _) != server)
            return $"{message.Metadata} is a field of another server";
        if (message.Payload is not FieldPayload field || field.Count != load.Points || field.Precision != load.Precision)
            return $"{message.Metadata} has other values than {load.Points} in {load.Precision} precision";
        if (!verify)
            return null;
        var at = field.Precision == Precision.Double ? HammerLoad.FirstWrong<double>(field.Doubles, number) : HammerLoad.FirstWrong<float>(field.Singles, number);
        return at < 0 ? null : $"{message.Metadata}: point {at} is {(field.Precision == Precision.Double ? field.Doubles[at] : field.Singles[at])} and not {HammerLoad.Value(number, at)}";
    }
}
