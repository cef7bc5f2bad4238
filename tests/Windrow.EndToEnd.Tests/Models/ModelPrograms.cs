using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Models;

/// <summary>The library as <c>./dev library</c> installs it, and models that are built against it, as users do it; made once for all tests.</summary>
public sealed class ModelPrograms : IAsyncLifetime
{
    private static readonly string Sources = Path.Combine(Repository.Root, "tests/Windrow.EndToEnd.Tests/Models/programs");

    private readonly Scratch _scratch = new();

    public string this[string program] => _scratch[program];

    public async ValueTask InitializeAsync()
    {
        using var library = WindrowProcess.StartCommand([Path.Combine(Repository.Root, "dev"), "library", _scratch["prefix"]], Repository.Root);
        (await library.Ended(TimeSpan.FromMinutes(8))).ShouldEndWith(0);
        await Build("gcc -std=c99 -Wall -Wextra -Werror {0}/misuse.c -o {1}/misuse $(pkg-config --cflags --libs windrow)");
        await Build("gcc -std=c99 -Wall -Wextra -Werror {0}/model.c -o {1}/model $(pkg-config --cflags --libs windrow)");
        await Build("mpicc -std=c99 -Wall -Wextra -Werror -DWITH_MPI {0}/model.c -o {1}/model-mpi $(pkg-config --cflags --libs windrow)");
        await Build("gfortran -Wall -Wextra -ffpe-trap=invalid,zero,overflow {0}/model.f90 -o {1}/model-fortran -J {1} $(pkg-config --cflags --libs windrow) -lwindrow_fortran");
        await Build("gfortran -Wall -Wextra {0}/pieces.f90 -o {1}/pieces -J {1} $(pkg-config --cflags --libs windrow) -lwindrow_fortran");

        // What a program that was written for multio says when it is compiled, as C and as C++, and what it needs when it runs.
        _scratch.Write("old.c", "#include <multio/api/c/multio_c.h>\nint main(void) { return multio_initialise(); }\n");
        await Build("gcc -std=c99 -pedantic -Wall -Wextra -Werror {1}/old.c -o {1}/old-c -I {1}/prefix/include -L {1}/prefix/lib -lmultio-api -Wl,-rpath,{1}/prefix/lib");
        await Build("g++ -pedantic -Wall -Wextra -Werror -x c++ {1}/old.c -o {1}/old-cxx -I {1}/prefix/include -L {1}/prefix/lib -lmultio-api -Wl,-rpath,{1}/prefix/lib");
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return default;
    }

    private async Task Build(string command)
    {
        using var build = WindrowProcess.StartCommand(["sh", "-c", string.Format(System.Globalization.CultureInfo.InvariantCulture, command, Sources, _scratch.Path)], _scratch.Path, ("PKG_CONFIG_PATH", _scratch["prefix/lib/pkgconfig"]));
        (await build.Ended(TimeSpan.FromMinutes(2))).ShouldEndWith(0);
    }
}
