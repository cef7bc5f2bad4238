using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Events.Route;

/// <summary>Tells what is known of the datasets that messages are about. For one thread at a time.</summary>
internal interface IDatasets
{
    /// <param name="stopping">Ends what is waited for.</param>
    void Start(CancellationToken stopping);

    /// <summary>Asks for the dataset of a message, unless that has been done since <see cref="Forget"/>.</summary>
    /// <param name="parts">What is wanted of it.</param>
    /// <param name="dataset">A map with <c>name</c> and the like, the list <c>files</c> and the map <c>metadata</c>, as far as they are wanted.</param>
    /// <returns>Why it cannot be told; null: it is told.</returns>
    Failure? Find(Message message, DatasetParts parts, out MetadataValue dataset);

    /// <summary>Messages have come: what was asked before may be older than what they tell of.</summary>
    void Forget();
}
