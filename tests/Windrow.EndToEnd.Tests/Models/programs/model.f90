! The same model as model.c in Fortran, for tcp and unix sockets: model PLAN RANK RANKS NI NJ HOURS
program model
    use, intrinsic :: iso_c_binding
    use windrow
    implicit none
    type(c_ptr) :: cc, mio, md
    character(len=512) :: plan
    integer :: rank, ranks, ni, nj, hours, first, rows, i, hour
    integer(c_int), allocatable :: map(:)
    real(c_double), allocatable :: values(:)
    real(c_float), allocatable :: mask(:)

    call get_command_argument(1, plan)
    rank = number(2); ranks = number(3); ni = number(4); nj = number(5); hours = number(6)
    first = nj * rank / ranks
    rows = nj * (rank + 1) / ranks - first

    call check(multio_initialise())
    call check(multio_new_configuration_from_filename(cc, plan))
    call check(multio_new_handle(mio, cc))
    call check(multio_delete_configuration(cc))
    call check(multio_open_connections(mio))

    allocate(map(ni * rows), values(ni * rows), mask(ni * rows))
    map = [(first * ni + i - 1, i = 1, ni * rows)]
    call describe("T grid", "ocean-domain-map", .true.)
    call check(multio_metadata_set(md, "representation", "unstructured"))
    call check(multio_write_domain(mio, md, map))
    call check(multio_delete_metadata(md))

    mask = merge(0.0, 1.0, mod(map, 7) == 0)
    call describe("lsm_T", "ocean-mask", .true.)
    call check(multio_metadata_set(md, "domain", "T grid"))
    call check(multio_metadata_set(md, "level", 0))
    call check(multio_write_mask(mio, md, mask))
    call check(multio_delete_metadata(md))

    do hour = 1, hours
        values = 10 + hour + map / 1000.0_c_double
        call write_field("sst", 262101)
        values = -values
        call write_field("ssh", 262124)
        call check(multio_new_metadata(md, mio))
        call check(multio_metadata_set(md, "domain", "T grid"))
        call check(multio_metadata_set(md, "flushKind", merge("last-step", "default  ", hour == hours)))
        call check(multio_metadata_set(md, "toAllServers", .true.))
        call check(multio_metadata_set(md, "step", hour))
        call check(multio_metadata_set(md, "timeStep", 3600))
        call check(multio_metadata_set(md, "startDate", 20260101))
        call check(multio_metadata_set(md, "startTime", 0))
        call check(multio_flush(mio, md))
        call check(multio_delete_metadata(md))
    end do
    call check(multio_close_connections(mio))
    call check(multio_delete_handle(mio))
    print '(a)', "model: done"

contains

    subroutine check(error)
        integer(c_int), intent(in) :: error
        if (error == MULTIO_SUCCESS) return
        print '(2a)', "model: ", windrow_error_text(error)
        stop 1
    end subroutine

    subroutine describe(name, category, to_all)
        character(len=*), intent(in) :: name, category
        logical, intent(in) :: to_all
        call check(multio_new_metadata(md, mio))
        call check(multio_metadata_set(md, "name", name))
        call check(multio_metadata_set(md, "category", category))
        call check(multio_metadata_set(md, "misc-globalSize", ni * nj))
        call check(multio_metadata_set(md, "toAllServers", to_all))
    end subroutine

    subroutine write_field(name, param)
        character(len=*), intent(in) :: name
        integer, intent(in) :: param
        call describe(name, "ocean-2d", .false.)
        call check(multio_metadata_set(md, "domain", "T grid"))
        call check(multio_metadata_set(md, "level", 0))
        call check(multio_metadata_set(md, "param", param))
        call check(multio_metadata_set(md, "paramId", param))
        call check(multio_metadata_set(md, "startDate", 20260101))
        call check(multio_metadata_set(md, "startTime", 0))
        call check(multio_metadata_set(md, "step", hour))
        call check(multio_metadata_set(md, "timeStep", 3600))
        call check(multio_metadata_set(md, "step-frequency", 1))
        call check(multio_metadata_set(md, "gridType", "unstructured_grid"))
        call check(multio_metadata_set(md, "levtype", "o2d"))
        call check(multio_metadata_set(md, "type", "fc"))
        call check(multio_write_field(mio, md, values))
        call check(multio_delete_metadata(md))
    end subroutine

    integer function number(place)
        integer, intent(in) :: place
        character(len=32) :: text
        call get_command_argument(place, text)
        read (text, *) number
    end function
end program model
