using System.Numerics;
using System.Runtime.InteropServices;
using Windrow.Core.Messages;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>A set that all processes of the flow have in common, over its row.</summary>
internal sealed class SharedSet : SetState
{
    private readonly ExpectedMembers _expected;
    private readonly int[] _missing;

    public SharedSet(SharedSetRow row, Metadata key, ExpectedMembers expected)
        : base(row.Number, key)
    {
        (Row, _expected) = (row, expected);
        _missing = [expected.CountOf(Tier.Critical), expected.CountOf(Tier.Wanted), expected.CountOf(Tier.All)];
        var bits = MemoryMarshal.Cast<byte, ulong>(row.Listed);
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = bits[word]; left != 0; left &= left - 1)
                _missing[(int)expected.TierOf((word * 64) + BitOperations.TrailingZeroCount(left))]--;
        }
    }

    public SharedSetRow Row { get; }

    public override SetPhase Phase
    {
        get => (SetPhase)Row.Phase;
        set => Row.Phase = (byte)value;
    }

    public override int Revision
    {
        get => Row.Revision;
        set => Row.Revision = value;
    }

    public override DateTime Began
    {
        get => Row.Began;
        set => Row.Began = value;
    }

    public override DateTime Last
    {
        get => Row.Last;
        set => Row.Last = value;
    }

    public override DateTime Ended
    {
        get => Row.Ended;
        set => Row.Ended = value;
    }

    public override TimeSpan Extended
    {
        get => Row.Extended;
        set => Row.Extended = value;
    }

    public override long? Expected
    {
        get => Row.Expected;
        set => Row.Expected = value;
    }

    public override int Count => (int)Math.Min(Row.Members, int.MaxValue);

    public override int Waiting => (int)Math.Min(Row.Waiting, int.MaxValue);

    public override int LastMember
    {
        get => Row.LastMember;
        set => Row.LastMember = value;
    }

    public override int Missing(Tier tier) => _missing[(int)tier];

    /// <summary>Whether a listed member is in.</summary>
    public bool IsIn(int member) => Row.Listed is { } bits && (bits[member / 8] & (1 << (member % 8))) != 0;

    /// <summary>A member is known, and does not count yet.</summary>
    public void Wait(DateTime at)
    {
        Row.Waiting++;
        if (at > Last)
            Last = at;
    }

    /// <summary>A member counts from here on.</summary>
    /// <param name="are">The numbers of the listed members that it is.</param>
    public void Add(ReadOnlySpan<int> are, DateTime at)
    {
        Row.Members++;
        if (at > Last)
            Last = at;
        foreach (var member in are)
        {
            // Whole words, as they are counted by words.
            Row.Listed ??= new byte[(_expected.Count + 63) / 64 * 8];
            ref var bits = ref Row.Listed[member / 8];
            if ((bits & (1 << (member % 8))) != 0)
                continue;
            bits |= (byte)(1 << (member % 8));
            _missing[(int)_expected.TierOf(member)]--;
        }
    }
}
