namespace Windrow.Native.Mpi;

/// <summary>
/// MPI in this process. Whoever begins it ends it: a model that has called MPI_Init itself calls MPI_Finalize too. Calls
/// may come from any thread, one at a time (MPI_THREAD_SERIALIZED).
/// </summary>
public static unsafe class MpiProcess
{
    private static readonly Lock Gate = new();
    private static int _users;
    private static bool _isOurs;

    /// <summary>Held around calls by those who share the process with other users of this binding.</summary>
    public static Lock Turn { get; } = new();

    /// <summary>Begins MPI where nobody has, and counts one user more.</summary>
    /// <exception cref="MpiException">It has ended already, or does not allow calls from several threads.</exception>
    public static void Enter()
    {
        lock (Gate)
        {
            int flag;
            MpiException.Check(MpiApi.MPI_Finalized(&flag), nameof(MpiApi.MPI_Finalized));
            if (flag != 0)
                throw new MpiException("MPI has been finalised in this process, and cannot begin again");
            MpiException.Check(MpiApi.MPI_Initialized(&flag), nameof(MpiApi.MPI_Initialized));
            if (flag == 0)
            {
                int provided;
                MpiException.Check(MpiApi.MPI_Init_thread(null, null, MpiConstants.Serialized, &provided), nameof(MpiApi.MPI_Init_thread));
                _isOurs = true;
                if (provided < MpiConstants.Serialized)
                    throw new MpiException("this MPI does not let several threads of a process call it in turn (MPI_THREAD_SERIALIZED)");
            }

            _users++;
        }
    }

    /// <summary>One user less; with the last one MPI ends, if it was begun here.</summary>
    public static void Leave()
    {
        lock (Gate)
        {
            if (--_users > 0 || !_isOurs)
                return;
            _isOurs = false;
            lock (Turn)
                _ = MpiApi.MPI_Finalize();
        }
    }
}
