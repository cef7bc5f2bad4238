using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Faults;

/// <summary>The built test program with the producer, the judge and the planted defects.</summary>
internal static class FaultHostProgram
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "windrow-fault-host");

    /// <summary>Produces batches until their number is reached or standard input is closed.</summary>
    public static WindrowProcess StartProducer(string directory, string obligations, int first, int count, int pause, int seed) =>
        WindrowProcess.StartCommand([Path, "produce", directory, obligations, $"{first}", $"{count}", $"{pause}", $"{seed}"], directory);

    /// <summary>Produces batches; they are there when this completes.</summary>
    public static async Task Produce(string directory, string obligations, int first, int count)
    {
        using var producer = StartProducer(directory, obligations, first, count, pause: 0, seed: 1);
        (await producer.Ended()).ShouldEndWith(0);
    }
}
