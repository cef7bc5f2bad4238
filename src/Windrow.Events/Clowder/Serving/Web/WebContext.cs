using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Events.Clowder.Serving.Brokers;
using Windrow.Events.Clowder.Serving.Work;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>What requests are answered from.</summary>
internal sealed record WebContext(
    ServerOptions Options, Catalogue Catalogue, Registry Registry, JobBook Jobs, MimeTypeTable Types, QueueSearch Search, EngineServices Services, ILogger Log);
