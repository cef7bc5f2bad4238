! The functions that a model needs now and then, from Fortran: pieces PLAN GRIB
program pieces
    use, intrinsic :: iso_c_binding
    use windrow
    implicit none
    type(c_ptr) :: cc, mio, md, d
    character(len=512) :: plan, file
    character(len=:), allocatable :: version
    integer(c_int8_t), allocatable :: grib(:)
    integer(c_int) :: bytes
    integer :: unit, length

    call get_command_argument(1, plan)
    call get_command_argument(2, file)
    call check(multio_initialise())
    call check(multio_version(version))
    print '(2a)', "version ", version
    call check(multio_new_configuration_from_filename(cc, plan))
    call check(multio_config_set_failure_handler(cc, c_funloc(told), c_null_ptr))
    call check(multio_new_handle(mio, cc))
    call check(multio_delete_configuration(cc))
    call check(multio_open_connections(mio))
    call check(multio_write_parametrization_array(mio, "misc-pv", [1.0_c_double, 2.0_c_double]))
    call check(multio_write_parametrization_array(mio, "misc-counts", [1_c_int32_t, 2_c_int32_t]))

    call check(multio_new_metadata(md, mio))
    call check(multio_metadata_set(md, "category", "ocean-2d"))
    call check(multio_metadata_set(md, "param", 1))
    call check(multio_metadata_set(md, "level", 0))
    call check(multio_metadata_set(md, "step", 1))
    call check(multio_data_new(d, mio))
    call check(multio_data_resize(d, 32_c_int))
    call check(multio_data_set(d, 1.5_c_double, 0_c_int))
    call check(multio_data_set(d, [2.5_c_double, 3.5_c_double], 1_c_int))
    call check(multio_data_size(d, bytes))
    print '(a, i0)', "bytes ", bytes
    call check(multio_write_field_buffer(mio, md, d, 8_c_int))
    call check(multio_data_delete(d))

    call check(multio_metadata_set(md, "step", 2))
    call check(multio_write_field(mio, md, reshape([1.0_c_float, 2.0_c_float, 3.0_c_float, 4.0_c_float], [2, 2])))

    open (newunit=unit, file=file, access="stream", form="unformatted", status="old")
    inquire (unit=unit, size=length)
    allocate (grib(length))
    read (unit) grib
    close (unit)
    call check(multio_write_grib_encoded(mio, grib))
    if (multio_write_grib_encoded(mio, grib(:20)) == MULTIO_SUCCESS) stop 2
    call check(multio_close_connections(mio))
    call check(multio_delete_handle(mio))
    print '(a)', "pieces: done"

contains

    subroutine told(context, code, info) bind(c)
        type(c_ptr), value :: context, info
        integer(c_int), value :: code
        if (c_associated(context)) stop 3
        print '(2a)', "told ", windrow_error_text(code, info)
    end subroutine

    subroutine check(error)
        integer(c_int), intent(in) :: error
        if (error == MULTIO_SUCCESS) return
        print '(2a)', "pieces: ", windrow_error_text(error)
        stop 1
    end subroutine
end program pieces
