using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;

namespace Windrow.Core.Expectations;

/// <summary>What is told of one or several times of an expectation that stand alike.</summary>
internal sealed class ExpectationNotification
{
    private const int MostNamed = 20;

    private readonly ExpectationBoard _board;
    private readonly IReadOnlyList<Judgement> _judgements;
    private readonly string? _culprit;

    public ExpectationNotification(ExpectationBoard board, IReadOnlyList<Judgement> judgements, DateTime now)
    {
        (_board, _judgements) = (board, judgements);
        _culprit = judgements[^1].State is OccurrenceState.Recovered or OccurrenceState.Duplicate ? null : new Culprits(board, board.Host.Store.IsOpen ? board.Host.Store.Open() : null).Find(judgements[^1], now);
        Text = TextOf(judgements, _culprit);
    }

    /// <summary>Who is to blame; null: nobody is found.</summary>
    public string? Culprit => _culprit;

    /// <summary>What it is about.</summary>
    public IReadOnlyList<Judgement> Judgements => _judgements;

    /// <summary>One sentence for people.</summary>
    public string Text { get; }

    public static string TextOf(IReadOnlyList<Judgement> judgements, string? culprit)
    {
        var (last, expectation) = (judgements[^1], judgements[^1].Expectation);
        var what = $"plan '{expectation.Plan}', expectation '{expectation.Name}' ({expectation.Text}): ";
        var when = judgements.Count == 1
            ? $"{Minutes(last.Slot)} {Word(last.State)}"
            : string.Create(CultureInfo.InvariantCulture, $"{judgements.Count} times from {Minutes(judgements[0].Slot)} to {Minutes(last.Slot)} {Word(last.State)}");
        var details = last.State switch
        {
            OccurrenceState.Short => string.Create(CultureInfo.InvariantCulture, $", {last.Got} of {expectation.Needed} came"),
            OccurrenceState.Recovered => $", came at {TimeText.Format(Second(last.MetAt!.Value))}, due {TimeText.Format(Second(last.Due))}",
            OccurrenceState.Duplicate => "",
            _ => $", due {TimeText.Format(Second(last.Due))}",
        };
        var members = last.Missing.Count == 0 || last.State == OccurrenceState.Recovered ? ""
            : $"; {(last.State == OccurrenceState.Duplicate ? "more than once" : "missing")}: {string.Join("; ", last.Missing.Take(MostNamed))}{(last.Missing.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {last.Missing.Count - MostNamed} more") : "")}";
        return $"{what}{when}{details}{members}{(culprit is null ? "" : $"; {culprit}")}";
    }

    /// <summary>The state as users write it.</summary>
    public static string Word(OccurrenceState state) => state.ToString().ToLowerInvariant();

    public Message ToMessage()
    {
        var (last, expectation) = (_judgements[^1], _judgements[^1].Expectation);
        var builder = new MetadataBuilder();
        builder.Set("notification", "expectation");
        builder.Set("flow", _board.Host.Definition.Name);
        builder.Set("plan", expectation.Plan);
        builder.Set("expectation", expectation.Name);
        builder.Set("state", Word(last.State));
        builder.Set("expected", last.Slot);
        builder.Set("due", last.Due);
        builder.Set("count", (long)_judgements.Count);
        builder.Set("first", _judgements[0].Slot);
        builder.Set("got", (long)last.Got);
        builder.Set("needed", (long)expectation.Needed);
        if (expectation.Product is { } product)
            builder.Set("product", product);
        if (last.Missing.Count > 0)
            builder.Set("missing", MetadataValue.Of(new MetadataList([.. last.Missing.Select(static member => (MetadataValue)member)])));
        if (_culprit is not null)
            builder.Set("culprit", _culprit);
        builder.Set("text", Text);

        // The same after a crash that nobody was told before.
        var position = $"{expectation.Plan}/{expectation.Name} {TimeText.Format(last.Slot)} {Word(last.State)}";
        return new Message(MessageKind.Notification, builder.Build(), Payload.None, new Origin(ExpectationSource.SourceName, position));
    }

    private static string Minutes(DateTime time) => TimeText.Format(Second(time));

    private static DateTime Second(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
}
