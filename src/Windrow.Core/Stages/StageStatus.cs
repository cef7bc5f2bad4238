namespace Windrow.Core.Stages;

/// <summary>What a stage of a plan holds.</summary>
/// <param name="Name">Plan and action.</param>
/// <param name="Count">Messages waiting or being worked on.</param>
/// <param name="Bytes">Their payload in memory.</param>
public sealed record StageStatus(string Name, bool IsDurable, long Count, long Bytes);
