using Windrow.Core.Deliveries;

namespace Windrow.Core.Stages;

/// <summary>Owns deliveries of messages that are kept beyond the process, so that what is not finished comes again.</summary>
internal interface IKeepsMessages : IDeliveryOwner;
