using System.Diagnostics;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Core.Traces;

/// <summary>
/// Spans of what happens to messages, for whoever listens to the <see cref="ActivitySource"/> of this name: one trace from the arrival of a
/// message to its products. The trace's id is the message's own at its source, so that tries after a restart are in the trace of those before.
/// Names and attributes follow OpenTelemetry's semantic conventions for messaging where these have them. Safe for several threads.
/// </summary>
public sealed class MessageTraces
{
    /// <summary>The name of the source of spans.</summary>
    public const string SourceName = "Windrow";

    // Products of more inputs than that name the first ones only.
    private const int MostLinks = 128;

    private static readonly ActivitySource Spans = new(SourceName, ThisProgram.Version);

    [ThreadStatic]
    private static ActivityTraceId _next;

    private readonly RecentSpans _arrivals = new();

    /// <summary>From here on traces that this process begins have ids of messages.</summary>
    public MessageTraces() => Activity.TraceIdGenerator = static () => _next == default ? ActivityTraceId.CreateRandom() : _next;

    /// <summary>A message has come; the span ends when its delivery is settled.</summary>
    internal void Arrives(Message message, Delivery delivery, string source)
    {
        if (Begin($"receive {source}", ActivityKind.Consumer, message.Origin.Id, default) is not { } span)
            return;
        span.SetTag("messaging.system", "windrow");
        span.SetTag("messaging.operation.type", "receive");
        span.SetTag("messaging.destination.name", source);
        span.SetTag("messaging.message.id", message.Id.ToString());
        span.SetTag("messaging.message.body.size", message.Payload.Bytes);
        span.SetTag("windrow.origin", message.Origin.ToString());
        message.Span = span.SpanId;
        delivery.Trace = span;
        _arrivals.Add(message.Origin.Id, span.SpanId);
        Activity.Current = null;
    }

    /// <summary>A delivery is settled, and its trace has its end.</summary>
    internal static void Settled(Delivery delivery)
    {
        if (delivery.Trace is not { } span)
            return;
        span.SetTag("windrow.outcome", delivery.Outcome.ToString().ToLowerInvariant());
        if (delivery.Outcome == Outcome.Dead)
            span.SetStatus(ActivityStatusCode.Error, "a plan made a dead letter of it");
        span.Dispose();
    }

    /// <summary>An action begins to work on a message; what it makes of it has the span as its parent.</summary>
    internal Activity? Works(Message message, string plan, string action)
    {
        var isNew = message.Span == default;
        if (Begin($"process {plan}/{action}", ActivityKind.Internal, message.Origin.Id, isNew ? _arrivals.Find(message.Origin.Id) ?? default : message.Span) is not { } span)
            return null;
        if (isNew && message.Lineage is { } lineage)
            Link(span, lineage);
        span.SetTag("messaging.system", "windrow");
        span.SetTag("messaging.operation.type", "process");
        span.SetTag("messaging.message.id", message.Id.ToString());
        span.SetTag("windrow.plan", plan);
        span.SetTag("windrow.action", action);
        if (message.Attempt > 1)
            span.SetTag("windrow.attempt", message.Attempt);
        message.Span = span.SpanId;
        return span;
    }

    /// <summary>An action could not work on a message.</summary>
    internal static void Fails(Activity span, Failure failure, string fate)
    {
        span.SetStatus(ActivityStatusCode.Error, failure.Reason);
        span.SetTag("error.type", failure.Class.ToString().ToLowerInvariant());
        span.SetTag("windrow.fate", fate);
        if (failure.Cause is { } cause)
            span.AddException(cause);
    }

    // What is made of several messages is in the trace of one of them, and leads to those of all.
    private void Link(Activity span, Lineage lineage)
    {
        foreach (var origin in lineage.Origins[..Math.Min(lineage.Count, MostLinks)])
        {
            if (_arrivals.Find(origin.Id) is { } arrival)
                span.AddLink(new ActivityLink(new ActivityContext(TraceOf(origin.Id), arrival, ActivityTraceFlags.Recorded)));
        }
    }

    private static Activity? Begin(string name, ActivityKind kind, MessageId trace, ActivitySpanId parent)
    {
        if (parent != default)
            return Spans.StartActivity(name, kind, new ActivityContext(TraceOf(trace), parent, ActivityTraceFlags.Recorded));

        // The first span of a trace in this process: it is sampled as one without a parent.
        Activity.Current = null;
        _next = TraceOf(trace);
        try
        {
            return Spans.StartActivity(name, kind);
        }
        finally
        {
            _next = default;
        }
    }

    private static ActivityTraceId TraceOf(MessageId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, id.High);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], id.Low);
        return ActivityTraceId.CreateFromBytes(bytes);
    }
}
