using System.Net;
using System.Net.Sockets;

namespace Windrow.Testing.Servers;

/// <summary>Ports of the loopback address that nobody listens on.</summary>
public static class FreePorts
{
    // Below those that the system gives to whoever connects: a client that tries again and again would in the end be connected with itself.
    private const int Lowest = 20_000;
    private const int Highest = 32_000;

    /// <summary>So many different ones.</summary>
    public static int[] Take(int count)
    {
        List<TcpListener> listeners = [];
        try
        {
            while (listeners.Count < count)
            {
                var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(Lowest, Highest));
                try
                {
                    listener.Start();
                    listeners.Add(listener);
                }
                catch (SocketException)
                {
                    listener.Dispose();
                }
            }

            return [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(static listener => listener.Dispose());
        }
    }
}
