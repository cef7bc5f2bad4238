! Windrow's interface for models, for Fortran 2008 and later.
!
! The functions are those of windrow.h, which describes them, under the same names. Handles are of type(c_ptr). Texts are
! given as Fortran characters, trailing blanks do not count. Arrays are given whole and have to be contiguous; fields and masks
! are of one or two dimensions, in single or double precision. Every function returns MULTIO_SUCCESS or an error; windrow_error_text gives the text of the last one.
module windrow
    use, intrinsic :: iso_c_binding, only: c_ptr, c_funptr, c_int, c_int8_t, c_int32_t, c_int64_t, c_long_long, c_size_t, &
        c_float, c_double, c_bool, c_char, c_null_char, c_associated, c_f_pointer
    implicit none
    private

    integer(c_int), parameter, public :: MULTIO_SUCCESS = 0
    integer(c_int), parameter, public :: MULTIO_ERROR_ECKIT_EXCEPTION = 1
    integer(c_int), parameter, public :: MULTIO_ERROR_GENERAL_EXCEPTION = 2
    integer(c_int), parameter, public :: MULTIO_ERROR_UNKNOWN_EXCEPTION = 3

    public :: multio_initialise, multio_version, multio_vcs_version, windrow_error_text
    public :: multio_new_configuration, multio_new_configuration_from_filename, multio_delete_configuration, multio_config_set_path
    public :: multio_config_set_failure_handler, multio_mpi_allow_world_default_comm, multio_mpi_parent_comm
    public :: multio_mpi_return_client_comm, multio_mpi_return_server_comm
    public :: multio_new_handle, multio_new_handle_default, multio_delete_handle, multio_handle_set_failure_handler
    public :: multio_start_server
    public :: multio_open_connections, multio_close_connections, multio_flush, multio_notify, multio_synchronize
    public :: multio_write_parametrization, multio_write_parametrization_array, multio_write_domain, multio_write_mask
    public :: multio_write_field, multio_write_field_buffer, multio_write_grib_encoded, multio_field_accepted
    public :: multio_new_metadata, multio_copy_metadata, multio_delete_metadata, multio_metadata_set
    public :: multio_data_new, multio_data_delete, multio_data_zero, multio_data_resize, multio_data_size, multio_data_set

    ! By the type of the value: default or 8-byte integer, logical, real of either precision, character.
    interface multio_metadata_set
        module procedure set_int32, set_int64, set_logical, set_float, set_double, set_text
    end interface

    interface multio_write_field
        module procedure write_field_float, write_field_double, write_field_float_2d, write_field_double_2d
    end interface

    interface multio_write_mask
        module procedure write_mask_float, write_mask_double, write_mask_float_2d, write_mask_double_2d
    end interface

    ! By the type of the array: bytes, 4-byte and 8-byte integers, reals of either precision.
    interface multio_write_parametrization_array
        module procedure write_array_byte, write_array_int32, write_array_int64, write_array_real32, write_array_real64
    end interface

    ! A value or an array of them, of either precision; places are counted from 0, as in C.
    interface multio_data_set
        module procedure data_set_float, data_set_double, data_set_floats, data_set_doubles
    end interface

    interface
        function multio_initialise() bind(c) result(error)
            import :: c_int
            integer(c_int) :: error
        end function

        function multio_new_configuration(cc) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), intent(out) :: cc
            integer(c_int) :: error
        end function

        function multio_delete_configuration(cc) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: cc
            integer(c_int) :: error
        end function

        function multio_config_set_failure_handler(cc, handler, usercontext) bind(c) result(error)
            import :: c_int, c_ptr, c_funptr
            type(c_ptr), value :: cc, usercontext
            type(c_funptr), value :: handler
            integer(c_int) :: error
        end function

        function multio_mpi_allow_world_default_comm(cc, allow) bind(c) result(error)
            import :: c_int, c_ptr, c_bool
            type(c_ptr), value :: cc
            logical(c_bool), value :: allow
            integer(c_int) :: error
        end function

        function multio_mpi_parent_comm(cc, parent_comm) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: cc
            integer(c_int), value :: parent_comm
            integer(c_int) :: error
        end function

        ! The place has to be there until the handle is made: give it the attribute target or save.
        function multio_mpi_return_client_comm(cc, comm) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: cc
            integer(c_int), intent(inout), target :: comm
            integer(c_int) :: error
        end function

        function multio_mpi_return_server_comm(cc, comm) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: cc
            integer(c_int), intent(inout), target :: comm
            integer(c_int) :: error
        end function

        function multio_new_handle(mio, cc) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), intent(out) :: mio
            type(c_ptr), value :: cc
            integer(c_int) :: error
        end function

        function multio_new_handle_default(mio) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), intent(out) :: mio
            integer(c_int) :: error
        end function

        function multio_delete_handle(mio) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: mio
            integer(c_int) :: error
        end function

        function multio_handle_set_failure_handler(mio, handler, usercontext) bind(c) result(error)
            import :: c_int, c_ptr, c_funptr
            type(c_ptr), value :: mio, usercontext
            type(c_funptr), value :: handler
            integer(c_int) :: error
        end function

        function multio_start_server(cc) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: cc
            integer(c_int) :: error
        end function

        function multio_open_connections(mio) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: mio
            integer(c_int) :: error
        end function

        function multio_close_connections(mio) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: mio
            integer(c_int) :: error
        end function

        function multio_flush(mio, md) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: mio, md
            integer(c_int) :: error
        end function

        function multio_notify(mio, md) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: mio, md
            integer(c_int) :: error
        end function

        function multio_synchronize(mio, md) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: mio, md
            integer(c_int) :: error
        end function

        function multio_write_parametrization(mio, md) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: mio, md
            integer(c_int) :: error
        end function

        function multio_field_accepted(mio, md, accepted) bind(c) result(error)
            import :: c_int, c_ptr, c_bool
            type(c_ptr), value :: mio, md
            logical(c_bool), intent(out) :: accepted
            integer(c_int) :: error
        end function

        ! mio may be c_null_ptr.
        function multio_new_metadata(md, mio) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), intent(out) :: md
            type(c_ptr), value :: mio
            integer(c_int) :: error
        end function

        function multio_copy_metadata(md, from) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), intent(out) :: md
            type(c_ptr), value :: from
            integer(c_int) :: error
        end function

        function multio_delete_metadata(md) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: md
            integer(c_int) :: error
        end function

        ! byte_size: 4 for single, 8 for double precision.
        function multio_write_field_buffer(mio, md, d, byte_size) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: mio, md, d
            integer(c_int), value :: byte_size
            integer(c_int) :: error
        end function

        function multio_data_new(d, mio) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), intent(out) :: d
            type(c_ptr), value :: mio
            integer(c_int) :: error
        end function

        function multio_data_delete(d) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: d
            integer(c_int) :: error
        end function

        function multio_data_zero(d) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: d
            integer(c_int) :: error
        end function

        ! In bytes.
        function multio_data_resize(d, new_size) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: d
            integer(c_int), value :: new_size
            integer(c_int) :: error
        end function

        function multio_data_size(d, size) bind(c) result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: d
            integer(c_int), intent(out) :: size
            integer(c_int) :: error
        end function
    end interface

    interface
        function c_new_configuration(cc, file) bind(c, name="multio_new_configuration_from_filename") result(error)
            import :: c_int, c_ptr, c_char
            type(c_ptr), intent(out) :: cc
            character(kind=c_char), intent(in) :: file(*)
            integer(c_int) :: error
        end function

        function c_set_path(cc, path) bind(c, name="multio_config_set_path") result(error)
            import :: c_int, c_ptr, c_char
            type(c_ptr), value :: cc
            character(kind=c_char), intent(in) :: path(*)
            integer(c_int) :: error
        end function

        function c_error_string(code) bind(c, name="multio_error_string") result(text)
            import :: c_int, c_ptr
            integer(c_int), value :: code
            type(c_ptr) :: text
        end function

        function c_strlen(text) bind(c, name="strlen") result(length)
            import :: c_ptr, c_size_t
            type(c_ptr), value :: text
            integer(c_size_t) :: length
        end function

        function c_write_domain(mio, md, data, size) bind(c, name="multio_write_domain") result(error)
            import :: c_int, c_ptr
            type(c_ptr), value :: mio, md
            integer(c_int), intent(in) :: data(*)
            integer(c_int), value :: size
            integer(c_int) :: error
        end function

        function c_write_field_float(mio, md, data, size) bind(c, name="multio_write_field_float") result(error)
            import :: c_int, c_ptr, c_float
            type(c_ptr), value :: mio, md
            real(c_float), intent(in) :: data(*)
            integer(c_int), value :: size
            integer(c_int) :: error
        end function

        function c_write_field_double(mio, md, data, size) bind(c, name="multio_write_field_double") result(error)
            import :: c_int, c_ptr, c_double
            type(c_ptr), value :: mio, md
            real(c_double), intent(in) :: data(*)
            integer(c_int), value :: size
            integer(c_int) :: error
        end function

        function c_write_mask_float(mio, md, data, size) bind(c, name="multio_write_mask_float") result(error)
            import :: c_int, c_ptr, c_float
            type(c_ptr), value :: mio, md
            real(c_float), intent(in) :: data(*)
            integer(c_int), value :: size
            integer(c_int) :: error
        end function

        function c_write_mask_double(mio, md, data, size) bind(c, name="multio_write_mask_double") result(error)
            import :: c_int, c_ptr, c_double
            type(c_ptr), value :: mio, md
            real(c_double), intent(in) :: data(*)
            integer(c_int), value :: size
            integer(c_int) :: error
        end function

        function c_set_long(md, key, value) bind(c, name="multio_metadata_set_longlong") result(error)
            import :: c_int, c_ptr, c_char, c_long_long
            type(c_ptr), value :: md
            character(kind=c_char), intent(in) :: key(*)
            integer(c_long_long), value :: value
            integer(c_int) :: error
        end function

        function c_set_bool(md, key, value) bind(c, name="multio_metadata_set_bool") result(error)
            import :: c_int, c_ptr, c_char, c_bool
            type(c_ptr), value :: md
            character(kind=c_char), intent(in) :: key(*)
            logical(c_bool), value :: value
            integer(c_int) :: error
        end function

        function c_set_float(md, key, value) bind(c, name="multio_metadata_set_float") result(error)
            import :: c_int, c_ptr, c_char, c_float
            type(c_ptr), value :: md
            character(kind=c_char), intent(in) :: key(*)
            real(c_float), value :: value
            integer(c_int) :: error
        end function

        function c_set_double(md, key, value) bind(c, name="multio_metadata_set_double") result(error)
            import :: c_int, c_ptr, c_char, c_double
            type(c_ptr), value :: md
            character(kind=c_char), intent(in) :: key(*)
            real(c_double), value :: value
            integer(c_int) :: error
        end function

        function c_set_string(md, key, value) bind(c, name="multio_metadata_set_string") result(error)
            import :: c_int, c_ptr, c_char
            type(c_ptr), value :: md
            character(kind=c_char), intent(in) :: key(*), value(*)
            integer(c_int) :: error
        end function

        function c_error_string_info(code, info) bind(c, name="multio_error_string_info") result(text)
            import :: c_int, c_ptr
            integer(c_int), value :: code
            type(c_ptr), value :: info
            type(c_ptr) :: text
        end function

        function c_version(text) bind(c, name="multio_version") result(error)
            import :: c_int, c_ptr
            type(c_ptr), intent(out) :: text
            integer(c_int) :: error
        end function

        function c_vcs_version(text) bind(c, name="multio_vcs_version") result(error)
            import :: c_int, c_ptr
            type(c_ptr), intent(out) :: text
            integer(c_int) :: error
        end function

        function c_write_grib_encoded(mio, data, size) bind(c, name="multio_write_grib_encoded") result(error)
            import :: c_int, c_ptr, c_int8_t
            type(c_ptr), value :: mio
            integer(c_int8_t), intent(in) :: data(*)
            integer(c_int), value :: size
            integer(c_int) :: error
        end function

        function c_write_array_byte(mio, key, data, size) bind(c, name="multio_write_parametrization_array_byte") result(error)
            import :: c_int, c_ptr, c_char, c_int8_t
            type(c_ptr), value :: mio
            character(kind=c_char), intent(in) :: key(*)
            integer(c_int8_t), intent(in) :: data(*)
            integer(c_int), value :: size
            integer(c_int) :: error
        end function

        function c_write_array_int32(mio, key, data, size) bind(c, name="multio_write_parametrization_array_int32") result(error)
            import :: c_int, c_ptr, c_char, c_int32_t
            type(c_ptr), value :: mio
            character(kind=c_char), intent(in) :: key(*)
            integer(c_int32_t), intent(in) :: data(*)
            integer(c_int), value :: size
            integer(c_int) :: error
        end function

        function c_write_array_int64(mio, key, data, size) bind(c, name="multio_write_parametrization_array_int64") result(error)
            import :: c_int, c_ptr, c_char, c_int64_t
            type(c_ptr), value :: mio
            character(kind=c_char), intent(in) :: key(*)
            integer(c_int64_t), intent(in) :: data(*)
            integer(c_int), value :: size
            integer(c_int) :: error
        end function

        function c_write_array_real32(mio, key, data, size) bind(c, name="multio_write_parametrization_array_real32") result(error)
            import :: c_int, c_ptr, c_char, c_float
            type(c_ptr), value :: mio
            character(kind=c_char), intent(in) :: key(*)
            real(c_float), intent(in) :: data(*)
            integer(c_int), value :: size
            integer(c_int) :: error
        end function

        function c_write_array_real64(mio, key, data, size) bind(c, name="multio_write_parametrization_array_real64") result(error)
            import :: c_int, c_ptr, c_char, c_double
            type(c_ptr), value :: mio
            character(kind=c_char), intent(in) :: key(*)
            real(c_double), intent(in) :: data(*)
            integer(c_int), value :: size
            integer(c_int) :: error
        end function

        function c_data_set_floats(d, values, pos, size) bind(c, name="multio_data_set_float_chunk") result(error)
            import :: c_int, c_ptr, c_float
            type(c_ptr), value :: d
            real(c_float), intent(in) :: values(*)
            integer(c_int), value :: pos, size
            integer(c_int) :: error
        end function

        function c_data_set_doubles(d, values, pos, size) bind(c, name="multio_data_set_double_chunk") result(error)
            import :: c_int, c_ptr, c_double
            type(c_ptr), value :: d
            real(c_double), intent(in) :: values(*)
            integer(c_int), value :: pos, size
            integer(c_int) :: error
        end function
    end interface

contains

    function multio_new_configuration_from_filename(cc, file) result(error)
        type(c_ptr), intent(out) :: cc
        character(len=*), intent(in) :: file
        integer(c_int) :: error
        error = c_new_configuration(cc, trim(file) // c_null_char)
    end function

    function multio_config_set_path(cc, path) result(error)
        type(c_ptr), intent(in) :: cc
        character(len=*), intent(in) :: path
        integer(c_int) :: error
        error = c_set_path(cc, trim(path) // c_null_char)
    end function

    ! The text of the last error in this process; with the info that a failure handler has been given, that of its error.
    function windrow_error_text(code, info) result(text)
        integer(c_int), intent(in) :: code
        type(c_ptr), intent(in), optional :: info
        character(len=:), allocatable :: text
        if (present(info)) then
            text = text_at(c_error_string_info(code, info))
        else
            text = text_at(c_error_string(code))
        end if
    end function

    function multio_version(version) result(error)
        character(len=:), allocatable, intent(out) :: version
        integer(c_int) :: error
        type(c_ptr) :: where
        error = c_version(where)
        version = text_at(where)
    end function

    function multio_vcs_version(version) result(error)
        character(len=:), allocatable, intent(out) :: version
        integer(c_int) :: error
        type(c_ptr) :: where
        error = c_vcs_version(where)
        version = text_at(where)
    end function

    function text_at(where) result(text)
        type(c_ptr), intent(in) :: where
        character(len=:), allocatable :: text
        character(kind=c_char), pointer :: bytes(:)
        integer :: i
        text = ""
        if (.not. c_associated(where)) return
        call c_f_pointer(where, bytes, [c_strlen(where)])
        deallocate(text)
        allocate(character(len=size(bytes)) :: text)
        do i = 1, size(bytes)
            text(i:i) = bytes(i)
        end do
    end function

    function multio_write_domain(mio, md, data) result(error)
        type(c_ptr), intent(in) :: mio, md
        integer(c_int), intent(in), contiguous :: data(:)
        integer(c_int) :: error
        error = c_write_domain(mio, md, data, size(data, kind=c_int))
    end function

    function write_field_float(mio, md, data) result(error)
        type(c_ptr), intent(in) :: mio, md
        real(c_float), intent(in), contiguous :: data(:)
        integer(c_int) :: error
        error = c_write_field_float(mio, md, data, size(data, kind=c_int))
    end function

    function write_field_double(mio, md, data) result(error)
        type(c_ptr), intent(in) :: mio, md
        real(c_double), intent(in), contiguous :: data(:)
        integer(c_int) :: error
        error = c_write_field_double(mio, md, data, size(data, kind=c_int))
    end function

    function write_mask_float(mio, md, data) result(error)
        type(c_ptr), intent(in) :: mio, md
        real(c_float), intent(in), contiguous :: data(:)
        integer(c_int) :: error
        error = c_write_mask_float(mio, md, data, size(data, kind=c_int))
    end function

    function write_mask_double(mio, md, data) result(error)
        type(c_ptr), intent(in) :: mio, md
        real(c_double), intent(in), contiguous :: data(:)
        integer(c_int) :: error
        error = c_write_mask_double(mio, md, data, size(data, kind=c_int))
    end function

    function write_field_float_2d(mio, md, data) result(error)
        type(c_ptr), intent(in) :: mio, md
        real(c_float), intent(in), contiguous :: data(:, :)
        integer(c_int) :: error
        error = c_write_field_float(mio, md, data, size(data, kind=c_int))
    end function

    function write_field_double_2d(mio, md, data) result(error)
        type(c_ptr), intent(in) :: mio, md
        real(c_double), intent(in), contiguous :: data(:, :)
        integer(c_int) :: error
        error = c_write_field_double(mio, md, data, size(data, kind=c_int))
    end function

    function write_mask_float_2d(mio, md, data) result(error)
        type(c_ptr), intent(in) :: mio, md
        real(c_float), intent(in), contiguous :: data(:, :)
        integer(c_int) :: error
        error = c_write_mask_float(mio, md, data, size(data, kind=c_int))
    end function

    function write_mask_double_2d(mio, md, data) result(error)
        type(c_ptr), intent(in) :: mio, md
        real(c_double), intent(in), contiguous :: data(:, :)
        integer(c_int) :: error
        error = c_write_mask_double(mio, md, data, size(data, kind=c_int))
    end function

    ! One whole message, from 'GRIB' to '7777'.
    function multio_write_grib_encoded(mio, data) result(error)
        type(c_ptr), intent(in) :: mio
        integer(c_int8_t), intent(in), contiguous :: data(:)
        integer(c_int) :: error
        error = c_write_grib_encoded(mio, data, size(data, kind=c_int))
    end function

    function write_array_byte(mio, key, data) result(error)
        type(c_ptr), intent(in) :: mio
        character(len=*), intent(in) :: key
        integer(c_int8_t), intent(in), contiguous :: data(:)
        integer(c_int) :: error
        error = c_write_array_byte(mio, trim(key) // c_null_char, data, size(data, kind=c_int))
    end function

    function write_array_int32(mio, key, data) result(error)
        type(c_ptr), intent(in) :: mio
        character(len=*), intent(in) :: key
        integer(c_int32_t), intent(in), contiguous :: data(:)
        integer(c_int) :: error
        error = c_write_array_int32(mio, trim(key) // c_null_char, data, size(data, kind=c_int))
    end function

    function write_array_int64(mio, key, data) result(error)
        type(c_ptr), intent(in) :: mio
        character(len=*), intent(in) :: key
        integer(c_int64_t), intent(in), contiguous :: data(:)
        integer(c_int) :: error
        error = c_write_array_int64(mio, trim(key) // c_null_char, data, size(data, kind=c_int))
    end function

    function write_array_real32(mio, key, data) result(error)
        type(c_ptr), intent(in) :: mio
        character(len=*), intent(in) :: key
        real(c_float), intent(in), contiguous :: data(:)
        integer(c_int) :: error
        error = c_write_array_real32(mio, trim(key) // c_null_char, data, size(data, kind=c_int))
    end function

    function write_array_real64(mio, key, data) result(error)
        type(c_ptr), intent(in) :: mio
        character(len=*), intent(in) :: key
        real(c_double), intent(in), contiguous :: data(:)
        integer(c_int) :: error
        error = c_write_array_real64(mio, trim(key) // c_null_char, data, size(data, kind=c_int))
    end function

    function data_set_float(d, value, pos) result(error)
        type(c_ptr), intent(in) :: d
        real(c_float), intent(in) :: value
        integer(c_int), intent(in) :: pos
        integer(c_int) :: error
        error = c_data_set_floats(d, [value], pos, 1_c_int)
    end function

    function data_set_floats(d, values, pos) result(error)
        type(c_ptr), intent(in) :: d
        real(c_float), intent(in), contiguous :: values(:)
        integer(c_int), intent(in) :: pos
        integer(c_int) :: error
        error = c_data_set_floats(d, values, pos, size(values, kind=c_int))
    end function

    function data_set_double(d, value, pos) result(error)
        type(c_ptr), intent(in) :: d
        real(c_double), intent(in) :: value
        integer(c_int), intent(in) :: pos
        integer(c_int) :: error
        error = c_data_set_doubles(d, [value], pos, 1_c_int)
    end function

    function data_set_doubles(d, values, pos) result(error)
        type(c_ptr), intent(in) :: d
        real(c_double), intent(in), contiguous :: values(:)
        integer(c_int), intent(in) :: pos
        integer(c_int) :: error
        error = c_data_set_doubles(d, values, pos, size(values, kind=c_int))
    end function

    function set_int32(md, key, value) result(error)
        type(c_ptr), intent(in) :: md
        character(len=*), intent(in) :: key
        integer(c_int32_t), intent(in) :: value
        integer(c_int) :: error
        error = c_set_long(md, trim(key) // c_null_char, int(value, c_long_long))
    end function

    function set_int64(md, key, value) result(error)
        type(c_ptr), intent(in) :: md
        character(len=*), intent(in) :: key
        integer(c_int64_t), intent(in) :: value
        integer(c_int) :: error
        error = c_set_long(md, trim(key) // c_null_char, int(value, c_long_long))
    end function

    function set_logical(md, key, value) result(error)
        type(c_ptr), intent(in) :: md
        character(len=*), intent(in) :: key
        logical, intent(in) :: value
        integer(c_int) :: error
        error = c_set_bool(md, trim(key) // c_null_char, logical(value, c_bool))
    end function

    function set_float(md, key, value) result(error)
        type(c_ptr), intent(in) :: md
        character(len=*), intent(in) :: key
        real(c_float), intent(in) :: value
        integer(c_int) :: error
        error = c_set_float(md, trim(key) // c_null_char, value)
    end function

    function set_double(md, key, value) result(error)
        type(c_ptr), intent(in) :: md
        character(len=*), intent(in) :: key
        real(c_double), intent(in) :: value
        integer(c_int) :: error
        error = c_set_double(md, trim(key) // c_null_char, value)
    end function

    function set_text(md, key, value) result(error)
        type(c_ptr), intent(in) :: md
        character(len=*), intent(in) :: key, value
        integer(c_int) :: error
        error = c_set_string(md, trim(key) // c_null_char, trim(value) // c_null_char)
    end function
end module windrow
