namespace Windrow.Native.Mpi;

/// <summary>MPI refuses. With MPI's own error handler most errors end the job instead, before anybody is asked.</summary>
public sealed class MpiException(string what) : IOException(what)
{
    internal static void Check(int code, string function)
    {
        if (code != 0)
            throw new MpiException($"{function} failed with code {code}");
    }
}
