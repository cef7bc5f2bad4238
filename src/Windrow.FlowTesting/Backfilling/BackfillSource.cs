using Windrow.Core.Deliveries;
using Windrow.Core.Sources;

namespace Windrow.FlowTesting.Backfilling;

/// <summary>A source that brings in some of its stored inputs, and no others.</summary>
internal sealed class BackfillSource(Source inner, IReadOnlyList<StoredInput> inputs) : Source
{
    public override SourcePromise Promise => inner.Promise;

    public override Task Acknowledged => inner.Acknowledged;

    public override Task RunAsync(SourceContext context, CancellationToken stop) => ((IStoredInputs)inner).ReadAsync(inputs, context, stop);

    public override void Settled(Delivery delivery) => inner.Settled(delivery);

    public override void Lightened(Delivery delivery) => inner.Lightened(delivery);

    public override void Close() => inner.Close();
}
