using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Fields.Transport.Server;

/// <summary>For plans that look at the messages themselves.</summary>
internal sealed class NoDeclarations : IModelDeclarations
{
    public static readonly NoDeclarations Instance = new();

    public Failure? Take(Message message) => null;

    public Metadata Complete(Metadata metadata) => metadata;
}
