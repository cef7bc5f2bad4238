/* Calls that are wrong, one by one; prints what each returns and what the failure handler was told. */
#include <windrow.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void told(void* context, int code, multio_failure_info_t* info)
{
    printf("  handler %s %d: %s\n", (const char*)context, code, multio_error_string_info(code, info));
}

#define CALL(x) printf("%s = %d\n", #x, (x))

int main(int argc, char** argv)
{
    multio_configuration_t* cc = NULL;
    multio_handle_t* mio = NULL;
    multio_metadata_t* md = NULL;
    multio_metadata_t* copy = NULL;
    multio_data_t* data = NULL;
    double values[4] = {1, 2, 3, 4};
    float single = 5;
    bool accepted = true;
    int size = -1;
    const char* version = NULL;
    (void)argc;

    CALL(multio_initialise());
    CALL(multio_version(&version));
    printf("version %s\n", version);
    CALL(multio_version(NULL));
    CALL(multio_new_configuration_from_filename(&cc, NULL));
    CALL(multio_new_configuration_from_filename(&cc, "/no/such/plan.yaml"));
    CALL(multio_new_configuration_from_filename(&cc, argv[2]));
    CALL(multio_new_configuration_from_filename(&cc, argv[1]));
    CALL(multio_config_set_failure_handler(cc, told, (void*)"of the configuration"));
    CALL(multio_new_handle(&mio, cc));
    CALL(multio_delete_configuration(cc));
    CALL(multio_delete_configuration(cc));
    CALL(multio_open_connections(mio));
    CALL(multio_new_metadata(&md, mio));
    CALL(multio_metadata_set_string(md, NULL, "sst"));
    CALL(multio_metadata_set_string(md, "name", NULL));
    CALL(multio_metadata_set_string(md, "name", "sst"));
    CALL(multio_metadata_set_string(md, "category", "ocean-2d"));
    CALL(multio_write_field_double(mio, NULL, values, 4));
    CALL(multio_write_field_double(mio, md, NULL, 4));
    CALL(multio_write_field_double(mio, md, values, -1));
    CALL(multio_write_field_double((multio_handle_t*)md, md, values, 4));
    CALL(multio_write_field_double(mio, md, values, 4)); /* the plan's statistics miss their keys */
    CALL(multio_copy_metadata(&copy, md));
    CALL(multio_metadata_set_string(copy, "category", "atmosphere"));
    CALL(multio_field_accepted(mio, md, &accepted));
    printf("accepted %d\n", accepted);
    CALL(multio_field_accepted(mio, copy, &accepted));
    printf("accepted %d\n", accepted);
    CALL(multio_write_field_double(mio, copy, values, 4)); /* no plan wants it */
    CALL(multio_data_new(&data, mio));
    CALL(multio_data_resize(data, 8));
    CALL(multio_data_set_double_scalar(data, values, 1));
    CALL(multio_data_set_float_scalar(data, &single, 1));
    CALL(multio_data_size(data, &size));
    printf("size %d\n", size);
    CALL(multio_write_field_buffer(mio, md, data, 3));
    CALL(multio_data_delete(data));
    CALL(multio_data_zero(data));
    CALL(multio_handle_set_failure_handler(mio, told, (void*)"of the handle"));
    CALL(multio_delete_metadata(md));
    CALL(multio_flush(mio, md));
    CALL(multio_delete_metadata(copy));
    CALL(multio_close_connections(mio));
    CALL(multio_delete_handle(mio));
    CALL(multio_flush(mio, NULL));
    printf("last: %s\n", multio_error_string(1));
    return 0;
}
