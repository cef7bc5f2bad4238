/* An ocean-like model: each rank has some rows of a global grid, writes a domain, a mask and hourly fields, and flushes after each
 * hour, and says that it has reached it.
 *
 *     model PLAN RANK RANKS NI NJ HOURS [structured|unstructured] [FIRST-HOUR]    a client over tcp or unix sockets
 *     mpirun -np N model PLAN mpi SERVERS NI NJ HOURS [...]                       built with WITH_MPI: the last SERVERS ranks are servers
 *
 * The value of sst at global point p and hour h is 10 + h + p / 1000.0, that of ssh its negative. Points with p % 7 == 0 are land. */
#include <windrow.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef WITH_MPI
#include <mpi.h>
#endif

static void check(int error, const char* call)
{
    if (error == MULTIO_SUCCESS)
        return;
    fprintf(stderr, "model: %s: %s\n", call, multio_error_string(error));
    exit(1);
}
#define OK(x) check((x), #x)

static multio_metadata_t* describe(multio_handle_t* mio, const char* name, const char* category, int global, int toAll)
{
    multio_metadata_t* md;
    OK(multio_new_metadata(&md, mio));
    OK(multio_metadata_set_string(md, "name", name));
    OK(multio_metadata_set_string(md, "category", category));
    OK(multio_metadata_set_int(md, "misc-globalSize", global));
    OK(multio_metadata_set_bool(md, "toAllServers", toAll));
    return md;
}

static void write_domain(multio_handle_t* mio, int structured, int ni, int nj, int first, int rows)
{
    multio_metadata_t* md = describe(mio, "T grid", "ocean-domain-map", ni * nj, 1);
    OK(multio_metadata_set_string(md, "representation", structured ? "structured" : "unstructured"));
    if (structured) {
        int map[11] = {ni, nj, 0, ni, first, rows, 2, 0, ni, 0, rows};
        OK(multio_write_domain(mio, md, map, 11));
    } else {
        int* map = malloc(sizeof(int) * ni * rows);
        for (int i = 0; i < ni * rows; i++)
            map[i] = first * ni + i;
        OK(multio_write_domain(mio, md, map, ni * rows));
        free(map);
    }
    OK(multio_delete_metadata(md));
}

static void write_mask(multio_handle_t* mio, int ni, int nj, int first, int rows)
{
    multio_metadata_t* md = describe(mio, "lsm_T", "ocean-mask", ni * nj, 1);
    double* mask = malloc(sizeof(double) * ni * rows);
    for (int i = 0; i < ni * rows; i++)
        mask[i] = (first * ni + i) % 7 != 0;
    OK(multio_metadata_set_string(md, "domain", "T grid"));
    OK(multio_metadata_set_int(md, "level", 0));
    OK(multio_write_mask_double(mio, md, mask, ni * rows));
    OK(multio_delete_metadata(md));
    free(mask);
}

static void write_field(multio_handle_t* mio, const char* name, int param, int hour, int ni, int nj, int first, int rows, double sign)
{
    multio_metadata_t* md = describe(mio, name, "ocean-2d", ni * nj, 0);
    double* values = malloc(sizeof(double) * ni * rows);
    for (int i = 0; i < ni * rows; i++)
        values[i] = sign * (10 + hour + (first * ni + i) / 1000.0);
    OK(multio_metadata_set_string(md, "domain", "T grid"));
    OK(multio_metadata_set_int(md, "level", 0));
    OK(multio_metadata_set_int(md, "param", param));
    OK(multio_metadata_set_int(md, "paramId", param));
    OK(multio_metadata_set_int(md, "startDate", 20260101));
    OK(multio_metadata_set_int(md, "startTime", 0));
    OK(multio_metadata_set_int(md, "step", hour));
    OK(multio_metadata_set_int(md, "timeStep", 3600));
    OK(multio_metadata_set_int(md, "step-frequency", 1));
    OK(multio_metadata_set_string(md, "gridType", "unstructured_grid"));
    OK(multio_metadata_set_string(md, "levtype", "o2d"));
    OK(multio_metadata_set_string(md, "type", "fc"));
    OK(multio_write_field_double(mio, md, values, ni * rows));
    memset(values, 0xff, sizeof(double) * ni * rows); /* the array is ours again */
    OK(multio_delete_metadata(md));
    free(values);
}

static void flush(multio_handle_t* mio, int hour, const char* kind)
{
    multio_metadata_t* md;
    OK(multio_new_metadata(&md, mio));
    OK(multio_metadata_set_string(md, "domain", "T grid"));
    OK(multio_metadata_set_string(md, "flushKind", kind));
    OK(multio_metadata_set_bool(md, "toAllServers", 1));
    OK(multio_metadata_set_int(md, "step", hour));
    OK(multio_metadata_set_int(md, "timeStep", 3600));
    OK(multio_metadata_set_int(md, "startDate", 20260101));
    OK(multio_metadata_set_int(md, "startTime", 0));
    OK(multio_flush(mio, md));
    OK(multio_delete_metadata(md));
}

static void synchronize(multio_handle_t* mio, int hour)
{
    multio_metadata_t* md;
    OK(multio_new_metadata(&md, mio));
    OK(multio_metadata_set_int(md, "step", hour));
    OK(multio_metadata_set_int(md, "timeStep", 3600));
    OK(multio_synchronize(mio, md));
    OK(multio_delete_metadata(md));
}

static void run_client(multio_handle_t* mio, int rank, int ranks, int ni, int nj, int hours, int structured, int from)
{
    int first = (int)((long)nj * rank / ranks), rows = (int)((long)nj * (rank + 1) / ranks) - first;
    OK(multio_open_connections(mio));
    write_domain(mio, structured, ni, nj, first, rows);
    write_mask(mio, ni, nj, first, rows);
    for (int hour = from; hour <= hours; hour++) {
        write_field(mio, "sst", 262101, hour, ni, nj, first, rows, 1);
        write_field(mio, "ssh", 262124, hour, ni, nj, first, rows, -1);
        if (hour < hours)
            flush(mio, hour, "default");
        synchronize(mio, hour);
    }
    flush(mio, hours, "last-step");
    OK(multio_close_connections(mio));
    OK(multio_delete_handle(mio));
}

int main(int argc, char** argv)
{
    multio_configuration_t* cc;
    multio_handle_t* mio;
    int structured = argc > 7 && strcmp(argv[7], "structured") == 0, from = argc > 8 ? atoi(argv[8]) : 1;
    int ni = atoi(argv[4]), nj = atoi(argv[5]), hours = atoi(argv[6]);
#ifdef WITH_MPI
    int provided, rank, all, servers = atoi(argv[3]);
    MPI_Init_thread(&argc, &argv, MPI_THREAD_MULTIPLE, &provided);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &all);
    OK(multio_initialise());
    OK(multio_new_configuration_from_filename(&cc, argv[1]));
    OK(multio_mpi_parent_comm(cc, MPI_Comm_c2f(MPI_COMM_WORLD)));
    if (rank >= all - servers) {
        OK(multio_start_server(cc));
        OK(multio_delete_configuration(cc));
    } else {
        int clients = 0, count;
        OK(multio_mpi_return_client_comm(cc, &clients));
        OK(multio_new_handle(&mio, cc));
        OK(multio_delete_configuration(cc));
        MPI_Comm_size(MPI_Comm_f2c(clients), &count);
        if (count != all - servers)
            check(MULTIO_ERROR_GENERAL_EXCEPTION, "the clients' communicator");
        run_client(mio, rank, all - servers, ni, nj, hours, structured, from);
    }
    MPI_Finalize();
#else
    OK(multio_initialise());
    OK(multio_new_configuration_from_filename(&cc, argv[1]));
    OK(multio_new_handle(&mio, cc));
    OK(multio_delete_configuration(cc));
    run_client(mio, atoi(argv[2]), atoi(argv[3]), ni, nj, hours, structured, from);
#endif
    printf("model: done\n");
    return 0;
}
