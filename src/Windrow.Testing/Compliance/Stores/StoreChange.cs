using Windrow.Core.State;

namespace Windrow.Testing.Compliance.Stores;

/// <summary>One change, to the model and to a transaction.</summary>
internal sealed record StoreChange(System.Action<StateModel> Model, System.Action<IStateTransaction> Store);
