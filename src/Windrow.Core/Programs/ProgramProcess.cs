namespace Windrow.Core.Programs;

/// <summary>A process that works on messages.</summary>
/// <param name="Id">Of the operating system.</param>
/// <param name="Memory">Bytes that it, and what it has started, hold for themselves.</param>
/// <param name="Waiting">Messages that it has and has not begun.</param>
/// <param name="Since">For how long it has worked on the one at hand; null: on none.</param>
/// <param name="Progress">What it said last of how far it is; empty: nothing.</param>
public sealed record ProgramProcess(int Id, string Name, long Memory, int Waiting, TimeSpan? Since, string Progress);
