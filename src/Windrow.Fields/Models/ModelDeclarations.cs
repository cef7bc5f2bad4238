using Microsoft.Extensions.Logging;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Fields.Domains;
using Windrow.Fields.KnownMetadata;
using Windrow.Fields.Masks;
using Windrow.Fields.Parameters;
using Windrow.Fields.Transport.Server;
using Windrow.Fields.Values;

namespace Windrow.Fields.Models;

/// <summary>The declarations of a flow, where every plan finds them.</summary>
/// <param name="meter">Told of the steps that clients have reached; null: nobody is.</param>
internal sealed class ModelDeclarations(FlowShared shared, ILoggerFactory logs, StepMeter? meter = null) : IModelDeclarations
{
    private readonly SlipReport _slips = new(logs.CreateLogger("windrow.metadata"));
    private readonly DomainMaps _domains = shared.Get<DomainMaps>();
    private readonly MaskMaps _masks = shared.Get<MaskMaps>();
    private readonly Parametrization _parametrization = shared.Get<Parametrization>();

    public Failure? Take(Message message) => message.Kind switch
    {
        MessageKind.Domain => _domains.Take(message),
        MessageKind.Mask => _masks.Take(message, _domains),
        MessageKind.Parametrization => _parametrization.Take(message),
        MessageKind.Notification when StepMeter.IsFor(message) => meter?.Take(SourcePeer.Of(message.Metadata), message.Metadata),
        _ => null,
    };

    public Metadata Complete(Metadata metadata)
    {
        _slips.Look(metadata);
        return _parametrization.Complete(metadata);
    }
}
