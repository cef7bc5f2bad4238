using Windrow.ModelApi.Failures;
using Windrow.ModelApi.Handles;

namespace Windrow.ModelApi;

/// <summary>A <c>multio_configuration_t</c>: the plan file, and what the model says about its processes.</summary>
internal sealed class ModelConfiguration
{
    public static readonly HandleTable<ModelConfiguration> Table = new(1, "multio_configuration_t");

    /// <summary>The plan file; null: found through the environment.</summary>
    public string? File { get; init; }

    /// <summary>The directory that <c>{~}</c> stands for, where the model names one.</summary>
    public string? Directory { get; set; }

    public FailureHandler Handler { get; set; } = FailureHandler.None;

    /// <summary>Whether MPI's world may stand in for a parent communicator that nobody named.</summary>
    public bool AllowsWorld { get; set; } = true;

    /// <summary>The Fortran handle of the communicator that holds all clients and servers.</summary>
    public int? ParentCommunicator { get; set; }

    /// <summary>Where the model wants the Fortran handle of the clients' communicator; <c>int*</c>, 0 for nowhere.</summary>
    public nint ClientCommunicator { get; set; }

    /// <summary>The same of the servers.</summary>
    public nint ServerCommunicator { get; set; }

    /// <summary>Reads the plan file.</summary>
    /// <exception cref="ModelException">It has errors, which are all told.</exception>
    public static ModelConfiguration Load(string? file)
    {
        var configuration = new ModelConfiguration { File = file };
        ModelPlans.Check(configuration);
        return configuration;
    }

    /// <summary>The handler of a configuration; none, where there is no such configuration.</summary>
    public static FailureHandler HandlerOf(nint handle) => Table.Find(handle)?.Handler ?? FailureHandler.None;
}
