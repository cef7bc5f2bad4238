/* Windrow's interface for models, for C99 and C++.
 *
 * The functions have the names, parameters and return values of ECMWF's multio, so that a model written for multio only
 * needs to be compiled and linked anew.
 *
 * Order of calls of a client:
 *     multio_initialise
 *     multio_new_configuration, multio_config_set_failure_handler, multio_mpi_*
 *     multio_new_handle, multio_delete_configuration
 *     multio_open_connections
 *     [multio_write_parametrization], multio_write_domain, multio_write_mask
 *     { multio_write_field, multio_flush } again and again, [multio_notify, multio_synchronize]
 *     multio_close_connections, multio_delete_handle
 * A server: multio_initialise, multio_new_configuration, multio_start_server, multio_delete_configuration.
 *
 * Errors. Every function that returns int returns one of enum MultioErrorValues. On an error the failure handler of the
 * configuration or handle (of metadata and data: of the handle that they were made for) is called, on the calling thread and before the function returns; without one the text
 * is printed on standard error. A plan that fails on a message makes the call that brought the message fail; what goes
 * wrong later, in a stage behind a queue, makes the next call on the handle fail. The model is never ended.
 *
 * Memory. Arrays are read and never written to, and are the caller's again when the function returns. Texts are copied. A text
 * that a function returns is good until the same thread calls the same function again; an info until its handler returns.
 *
 * Threads. Functions on different handles run side by side; on the same handle they take turns. One metadata or data object
 * is for one thread at a time.
 */
#ifndef WINDROW_H
#define WINDROW_H

#include <stdint.h>
#ifndef __cplusplus
#include <stdbool.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum MultioErrorValues {
    MULTIO_SUCCESS = 0,
    /* Windrow knows what is wrong: a wrong call, configuration, or a message that a plan cannot work on. */
    MULTIO_ERROR_ECKIT_EXCEPTION = 1,
    /* The system refuses: files, connections, memory. */
    MULTIO_ERROR_GENERAL_EXCEPTION = 2,
    /* A defect of Windrow. */
    MULTIO_ERROR_UNKNOWN_EXCEPTION = 3
};

/* What they point to is not for the caller: they are numbers that only this library understands. */
typedef struct multio_configuration_t multio_configuration_t;
typedef struct multio_handle_t multio_handle_t;
typedef struct multio_metadata_t multio_metadata_t;
typedef struct multio_data_t multio_data_t;
typedef struct multio_failure_info_t multio_failure_info_t;

typedef void (*multio_failure_handler_t)(void* usercontext, int error_code, multio_failure_info_t* info);

/* ---- The library ---- */

/* Once per process, before everything else. */
int multio_initialise(void);
int multio_version(const char** version);
int multio_vcs_version(const char** sha1);
/* The text of the last error in this process. */
const char* multio_error_string(int err);
/* The text that belongs to a failure handler's info; without one, as multio_error_string. */
const char* multio_error_string_info(int err, multio_failure_info_t* info);

/* ---- Configuration ---- */

/* Finds the plan file by the environment: MULTIO_SERVER_CONFIG_FILE, MULTIO_SERVER_CONFIG_PATH, MULTIO_PLANS, ... */
int multio_new_configuration(multio_configuration_t** cc);
int multio_new_configuration_from_filename(multio_configuration_t** cc, const char* configuration_file_name);
/* Always needed, also after a handle was made of it. */
int multio_delete_configuration(multio_configuration_t* cc);
/* The directory that {~} stands for in plan files. */
int multio_config_set_path(multio_configuration_t* cc, const char* configuration_path);
/* Goes along to the handle that is made of the configuration. */
int multio_config_set_failure_handler(multio_configuration_t* cc, multio_failure_handler_t handler, void* usercontext);
/* Whether MPI_COMM_WORLD may stand in for a parent communicator that is not given; it may, unless told. */
int multio_mpi_allow_world_default_comm(multio_configuration_t* cc, bool allow);
/* The communicator of all clients and servers, as MPI_Comm_c2f gives it. */
int multio_mpi_parent_comm(multio_configuration_t* cc, int parent_comm);
/* Where to put the communicators of the clients and of the servers; the places have to be there until the handle is made
 * or the server has started. */
int multio_mpi_return_client_comm(multio_configuration_t* cc, int* return_client_comm);
int multio_mpi_return_server_comm(multio_configuration_t* cc, int* return_server_comm);

/* ---- Clients and servers ---- */

int multio_new_handle(multio_handle_t** mio, multio_configuration_t* cc);
int multio_new_handle_default(multio_handle_t** mio);
/* Finishes the client's plans and closes their files. */
int multio_delete_handle(multio_handle_t* mio);
int multio_handle_set_failure_handler(multio_handle_t* mio, multio_failure_handler_t handler, void* usercontext);
/* Runs the section 'server' of the plan file on this thread until every client has opened and closed its connections. */
int multio_start_server(multio_configuration_t* cc);
int multio_open_connections(multio_handle_t* mio);
/* Sends a last flush, and waits until the servers have everything. Fails, with numbers, when messages were lost on the way or became
 * dead letters at a server; the connections are closed all the same. */
int multio_close_connections(multio_handle_t* mio);
/* A barrier: what was written before is made durable. Returns at once, unless the plan says 'wait-for-flush: true'; then it fails when
 * something before it became a dead letter at a server. */
int multio_flush(multio_handle_t* mio, multio_metadata_t* md);
int multio_notify(multio_handle_t* mio, multio_metadata_t* md);
int multio_synchronize(multio_handle_t* mio, multio_metadata_t* md);

/* ---- What a model brings; sizes are numbers of values ---- */

int multio_write_parametrization(multio_handle_t* mio, multio_metadata_t* md);
int multio_write_parametrization_array_byte(multio_handle_t* mio, const char* key, const unsigned char* data, int size);
int multio_write_parametrization_array_int32(multio_handle_t* mio, const char* key, const int32_t* data, int size);
int multio_write_parametrization_array_int64(multio_handle_t* mio, const char* key, const int64_t* data, int size);
int multio_write_parametrization_array_real32(multio_handle_t* mio, const char* key, const float* data, int size);
int multio_write_parametrization_array_real64(multio_handle_t* mio, const char* key, const double* data, int size);
/* Which points of the global field the values of this rank are: unstructured, the 0-based global index of each local point;
 * structured, the 11 or 12 numbers ni_glo, nj_glo, ibegin, ni, jbegin, nj, data_dim, data_ibegin, data_ni, data_jbegin, data_nj
 * and, where ranks without ocean are left out, the number of points that are covered. */
int multio_write_domain(multio_handle_t* mio, multio_metadata_t* md, int* data, int size);
/* Not zero: the point has values. */
int multio_write_mask_float(multio_handle_t* mio, multio_metadata_t* md, const float* data, int size);
int multio_write_mask_double(multio_handle_t* mio, multio_metadata_t* md, const double* data, int size);
int multio_write_field_float(multio_handle_t* mio, multio_metadata_t* md, const float* data, int size);
int multio_write_field_double(multio_handle_t* mio, multio_metadata_t* md, const double* data, int size);
/* byte_size: 4 for float, 8 for double. */
int multio_write_field_buffer(multio_handle_t* mio, multio_metadata_t* md, multio_data_t* d, int byte_size);
/* gribsize in bytes. */
int multio_write_grib_encoded(multio_handle_t* mio, void* gribdata, int gribsize);
/* Whether a client plan would take a field with these metadata, so that a model need not compute what nobody wants. */
int multio_field_accepted(multio_handle_t* mio, const multio_metadata_t* md, bool* accepted);
/* The names of the double forms in headers before 2022. */
int multio_write_mask(multio_handle_t* mio, multio_metadata_t* md, const double* data, int size);
int multio_write_field(multio_handle_t* mio, multio_metadata_t* md, const double* data, int size);

/* ---- Metadata. An object may be used for any number of writes, with other values in between. ---- */

/* mio may be null. */
int multio_new_metadata(multio_metadata_t** md, multio_handle_t* mio);
int multio_copy_metadata(multio_metadata_t** md, multio_metadata_t* mdFrom);
int multio_delete_metadata(multio_metadata_t* md);
int multio_metadata_set_int(multio_metadata_t* md, const char* key, long long value);
int multio_metadata_set_long(multio_metadata_t* md, const char* key, long value);
int multio_metadata_set_longlong(multio_metadata_t* md, const char* key, long long value);
int multio_metadata_set_string(multio_metadata_t* md, const char* key, const char* value);
int multio_metadata_set_bool(multio_metadata_t* md, const char* key, bool value);
int multio_metadata_set_float(multio_metadata_t* md, const char* key, float value);
int multio_metadata_set_double(multio_metadata_t* md, const char* key, double value);

/* ---- Data that are put together piece by piece; sizes of the object in bytes, places in values from 0 ---- */

int multio_data_new(multio_data_t** d, multio_handle_t* mio);
int multio_data_delete(multio_data_t* d);
int multio_data_zero(multio_data_t* d);
int multio_data_resize(multio_data_t* d, int new_size);
int multio_data_size(multio_data_t* d, int* size);
int multio_data_set_float_scalar(multio_data_t* d, float* value, int pos);
int multio_data_set_double_scalar(multio_data_t* d, double* value, int pos);
int multio_data_set_float_chunk(multio_data_t* d, float* value, int pos, int size);
int multio_data_set_double_chunk(multio_data_t* d, double* value, int pos, int size);

#ifdef __cplusplus
}
#endif

#endif
