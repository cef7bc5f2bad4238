namespace Windrow.Native.Mpi;

/// <summary>A communicator: some of a job's processes, numbered from 0, and the messages between them. Messages are bytes.</summary>
public sealed unsafe class MpiCommunicator
{
    private readonly nint _handle;

    private MpiCommunicator(nint handle)
    {
        _handle = handle;
        int rank, size;
        MpiException.Check(MpiApi.MPI_Comm_rank(handle, &rank), nameof(MpiApi.MPI_Comm_rank));
        MpiException.Check(MpiApi.MPI_Comm_size(handle, &size), nameof(MpiApi.MPI_Comm_size));
        (Rank, Size) = (rank, size);
    }

    /// <summary>All processes of the job.</summary>
    public static MpiCommunicator World => new(MpiConstants.Value.World);

    /// <summary>A communicator as Fortran knows it.</summary>
    public static MpiCommunicator OfFortran(int handle) => new(MpiConstants.Value.IsOpenMpi ? MpiApi.MPI_Comm_f2c(handle) : (nint)(uint)handle);

    /// <summary>This process's number.</summary>
    public int Rank { get; }

    /// <summary>How many processes there are.</summary>
    public int Size { get; }

    /// <summary>The communicator as Fortran knows it.</summary>
    public int FortranHandle => MpiConstants.Value.IsOpenMpi ? MpiApi.MPI_Comm_c2f(_handle) : (int)_handle;

    /// <summary>The same processes, with messages of their own. All of them have to call it.</summary>
    public MpiCommunicator Duplicate()
    {
        nint duplicate = 0;
        MpiException.Check(MpiApi.MPI_Comm_dup(_handle, &duplicate), nameof(MpiApi.MPI_Comm_dup));
        return new MpiCommunicator(duplicate);
    }

    /// <summary>Those processes that give the same colour, in the order they have here. All have to call it.</summary>
    public MpiCommunicator Split(int color)
    {
        nint part = 0;
        MpiException.Check(MpiApi.MPI_Comm_split(_handle, color, Rank, &part), nameof(MpiApi.MPI_Comm_split));
        return new MpiCommunicator(part);
    }

    /// <summary>The numbers that the processes of a part have here.</summary>
    public int[] RanksOf(MpiCommunicator part)
    {
        nint own = 0, other = 0;
        MpiException.Check(MpiApi.MPI_Comm_group(_handle, &own), nameof(MpiApi.MPI_Comm_group));
        MpiException.Check(MpiApi.MPI_Comm_group(part._handle, &other), nameof(MpiApi.MPI_Comm_group));
        var (ranks, here) = (new int[part.Size], new int[part.Size]);
        for (var i = 0; i < ranks.Length; i++)
            ranks[i] = i;
        fixed (int* from = ranks, to = here)
            MpiException.Check(MpiApi.MPI_Group_translate_ranks(other, ranks.Length, from, own, to), nameof(MpiApi.MPI_Group_translate_ranks));
        return here;
    }

    /// <summary>Sends bytes from where they lie. A large message waits until it is received.</summary>
    /// <param name="synchronous">Small ones wait too.</param>
    public void Send(ReadOnlySpan<byte> bytes, int to, int tag, bool synchronous = false)
    {
        fixed (byte* start = bytes)
        {
            var code = synchronous
                ? MpiApi.MPI_Ssend(start, bytes.Length, MpiConstants.Value.Byte, to, tag, _handle)
                : MpiApi.MPI_Send(start, bytes.Length, MpiConstants.Value.Byte, to, tag, _handle);
            MpiException.Check(code, nameof(MpiApi.MPI_Send));
        }
    }

    /// <summary>Looks whether a message is there, without waiting.</summary>
    /// <param name="from">Its sender; null: any.</param>
    public bool Probe(int? from, int tag, out int sender, out int length)
    {
        var constants = MpiConstants.Value;
        var status = stackalloc byte[MpiConstants.StatusSize];
        int flag, count;
        MpiException.Check(MpiApi.MPI_Iprobe(from ?? constants.AnySource, tag, _handle, &flag, status), nameof(MpiApi.MPI_Iprobe));
        (sender, length) = (-1, 0);
        if (flag == 0)
            return false;
        MpiException.Check(MpiApi.MPI_Get_count(status, constants.Byte, &count), nameof(MpiApi.MPI_Get_count));
        (sender, length) = (*(int*)(status + constants.SourceOffset), count);
        return true;
    }

    /// <summary>Receives a message, and waits for it.</summary>
    /// <returns>Its length. One that is longer than the destination is an error that ends the job.</returns>
    public int Receive(Span<byte> into, int from, int tag)
    {
        var status = stackalloc byte[MpiConstants.StatusSize];
        int count;
        fixed (byte* start = into)
            MpiException.Check(MpiApi.MPI_Recv(start, into.Length, MpiConstants.Value.Byte, from, tag, _handle, status), nameof(MpiApi.MPI_Recv));
        MpiException.Check(MpiApi.MPI_Get_count(status, MpiConstants.Value.Byte, &count), nameof(MpiApi.MPI_Get_count));
        return count;
    }
}
