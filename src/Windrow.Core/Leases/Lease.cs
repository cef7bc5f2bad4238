namespace Windrow.Core.Leases;

/// <summary>The right to something, such as to run a flow on its state, which one holder at a time has until a moment.</summary>
/// <param name="Name">What it is for; unique in the store.</param>
/// <param name="Holder">Who has it, or had it last.</param>
/// <param name="Token">Fencing token: one more each time that it is taken, so whoever names a smaller one has lost it.</param>
/// <param name="Since">When it was taken, UTC.</param>
/// <param name="Until">When it ends unless it is renewed, UTC; <see cref="DateTimeOffset.MinValue"/>: it was given back.</param>
public sealed record Lease(string Name, ProcessIdentity Holder, long Token, DateTimeOffset Since, DateTimeOffset Until);
