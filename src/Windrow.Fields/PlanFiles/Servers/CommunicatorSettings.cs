namespace Windrow.Fields.PlanFiles.Servers;

/// <summary>How an MPI communicator of the section <c>mpi-communicators</c> is got.</summary>
/// <param name="Name">What groups call it.</param>
/// <param name="IsSplit">Whether it is split off from another one, or was passed by the program.</param>
/// <param name="Default">The one to take where the program passed none; null: the world, where that is allowed.</param>
/// <param name="Parent">The one to split; null: the group, or the world.</param>
/// <param name="Color">The colour to split by; null: 777 for clients and 888 for servers.</param>
public sealed record CommunicatorSettings(string Name, bool IsSplit, string? Default, string? Parent, int? Color);
