/* What a model's calls cost: writes FIELDS fields of one point through the client plans of PLAN, with the metadata that an ocean model
 * gives to each.
 *
 *     fields PLAN FIELDS
 *
 * Prints nanoseconds per field, and milliseconds from the first call until the first field is written. */
#define _POSIX_C_SOURCE 199309L
#include <windrow.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define OK(call) do { int error = (call); if (error) { fprintf(stderr, "%s: %s\n", #call, multio_error_string(error)); exit(1); } } while (0)

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e9 + time.tv_nsec;
}

static void write_field(multio_handle_t* mio, long number)
{
    double value = (double)number;
    multio_metadata_t* md;
    OK(multio_new_metadata(&md, mio));
    OK(multio_metadata_set_string(md, "name", "thetao"));
    OK(multio_metadata_set_string(md, "category", "ocean-3d"));
    OK(multio_metadata_set_string(md, "domain", "T grid"));
    OK(multio_metadata_set_int(md, "level", number % 75));
    OK(multio_metadata_set_string(md, "levtype", "o3d"));
    OK(multio_metadata_set_int(md, "param", 262500 + number / 75 % 5));
    OK(multio_metadata_set_string(md, "gridType", "unstructured_grid"));
    OK(multio_metadata_set_string(md, "unstructuredGridType", "eORCA025"));
    OK(multio_metadata_set_string(md, "unstructuredGridSubtype", "T"));
    OK(multio_metadata_set_int(md, "misc-globalSize", 1740494));
    OK(multio_metadata_set_int(md, "startDate", 20260101));
    OK(multio_metadata_set_int(md, "startTime", 0));
    OK(multio_metadata_set_int(md, "step", number / 375));
    OK(multio_metadata_set_int(md, "timeStep", 3600));
    OK(multio_metadata_set_int(md, "step-frequency", 1));
    OK(multio_metadata_set_bool(md, "bitmapPresent", 0));
    OK(multio_metadata_set_double(md, "missingValue", 9999.5));
    OK(multio_metadata_set_string(md, "type", "fc"));
    OK(multio_metadata_set_bool(md, "toAllServers", 0));
    OK(multio_write_field_double(mio, md, &value, 1));
    OK(multio_delete_metadata(md));
}

int main(int argc, char** argv)
{
    long fields = argc == 3 ? atol(argv[2]) : 0;
    double began = now(), first, warm;
    multio_configuration_t* configuration;
    multio_handle_t* mio;
    OK(multio_initialise());
    OK(multio_new_configuration_from_filename(&configuration, argv[1]));
    OK(multio_new_handle(&mio, configuration));
    OK(multio_delete_configuration(configuration));
    OK(multio_open_connections(mio));
    write_field(mio, 0);
    first = now();
    for (long number = 0; number < fields / 10; number++)
        write_field(mio, number);
    warm = now();
    for (long number = 0; number < fields; number++)
        write_field(mio, number);
    printf("%.1f %.3f\n", (now() - warm) / (fields > 0 ? fields : 1), (first - began) / 1e6);
    OK(multio_close_connections(mio));
    OK(multio_delete_handle(mio));
    return 0;
}
