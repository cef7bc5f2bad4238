using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;
using Windrow.Core.Stages;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.Payloads;

/// <summary>A model lends its array for the time of a call: what is kept longer is a copy, and nothing else is copied.</summary>
public sealed class LentPayloadTests
{
    private readonly double[] _model = [1, 2, 3];

    [Fact]
    public unsafe void What_is_lent_is_read_in_place_and_counts_as_shared()
    {
        fixed (double* values = _model)
        {
            var field = FieldPayload.Lend(values, Precision.Double, 3);

            field.IsShared.ShouldBeTrue();
            field.IsLent.ShouldBeTrue();
            _model[1] = 20;
            field.Doubles.ToArray().ShouldBe([1, 20, 3]);
        }
    }

    [Fact]
    public unsafe void After_the_loan_an_access_is_an_error_and_the_copy_is_good()
    {
        fixed (double* values = _model)
        {
            var field = FieldPayload.Lend(values, Precision.Double, 3);
            var message = Lent(field);
            var second = Lent((FieldPayload)field.Add());
            message.Own();
            field.EndLoan();

            ((FieldPayload)message.Payload).Doubles.ToArray().ShouldBe([1, 2, 3]);
            message.Payload.IsShared.ShouldBeFalse();
            Should.Throw<ObjectDisposedException>(() => ((FieldPayload)second.Payload).Doubles.Length);
            message.Settle(Windrow.Core.Deliveries.Outcome.Delivered);
            second.Settle(Windrow.Core.Deliveries.Outcome.Delivered);
        }
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("hold")]
    [InlineData("retry")]
    public async Task Who_keeps_a_message_beyond_the_call_has_a_copy(string how)
    {
        double[]? got = null;
        Message? held = null;
        var first = new Probe((message, output) =>
        {
            if (how == "hold")
            {
                held = message;
                output.Hold(message);
            }
            else if (how == "retry" && message.Attempt == 1)
            {
                output.Fail(message, Failure.Transient("again"));
            }
            else
            {
                output.Emit(message);
            }
        });
        var sink = new Probe(
            (message, output) =>
            {
                got = ((FieldPayload)message.Payload).Doubles.ToArray();
                output.Deliver(message);
            },
            terminal: true);
        var plan = TestFlow.Plan("p", (first, how == "queue" ? new StageOptions() : null), (sink, null)) with { Retry = new RetryPolicy(3, TimeSpan.FromTicks(1), TimeSpan.FromTicks(1)) };
        var source = new LendingSource(_model);
        var host = new FlowHost(TestFlow.Flow([source], plan), new EngineServices(), once: true);
        host.Start();
        await host.SourcesEnded();
        if (held is not null)
        {
            got = ((FieldPayload)held.Payload).Doubles.ToArray();
            held.Settle(Windrow.Core.Deliveries.Outcome.Absorbed);
        }

        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        got.ShouldBe([1, 2, 3]);
    }

    private static Message Lent(FieldPayload field) => new(MessageKind.Field, Metadata.Empty, field, new Origin("model", "0"));

    private sealed class LendingSource(double[] values) : Source
    {
        public override SourcePromise Promise => SourcePromise.Lossy;

        public override unsafe Task RunAsync(SourceContext context, CancellationToken stop)
        {
            fixed (double* first = values)
            {
                var field = FieldPayload.Lend(first, Precision.Double, values.Length);
                context.Accept(Lent(field), stop: stop);
                field.EndLoan();
            }

            // What a model does next: it computes the following step in the same array.
            values.AsSpan().Clear();
            return Task.CompletedTask;
        }
    }
}
