using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Fields.Transport.Server;

/// <summary>Keeps what a model's clients declare once and every plan needs: domains, masks, parametrization.</summary>
internal interface IModelDeclarations
{
    /// <summary>Takes a Domain, Mask or Parametrization message in; it stays the caller's. For any threads.</summary>
    /// <returns>Why it cannot be taken; null when it was.</returns>
    Failure? Take(Message message);

    /// <summary>Metadata with the constants of the run that they lack.</summary>
    Metadata Complete(Metadata metadata);
}
