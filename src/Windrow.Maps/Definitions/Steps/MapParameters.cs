using static Windrow.Maps.Definitions.Steps.ParameterKind;

namespace Windrow.Maps.Definitions.Steps;

/// <summary>
/// The drawing parameters of Magics that arkimaps 1.43 accepts in each kind of step, with their types. The names are
/// Magics' (ECMWF Magics 4, its documentation of the actions pcoast, pcont, pwind, psymb, pgrib).
/// </summary>
internal static class MapParameters
{
    public static readonly ParameterSet Legend = ParameterSet.Empty
        .With(Flag, "legend legend_{title,user_minimum,user_maximum,histogram_border,histogram_mean_value,histogram_max_value,box_blanking,border,entry_border,only}")
        .With(Text, "legend_{text_colour,title_text,title_orientation,title_font_colour,title_position,units_text,user_minimum_text,user_maximum_text,display_type,histogram_border_colour}")
        .With(Text, "legend_{histogram_mean_value_marker_colour,histogram_grid_colour,histogram_grid_line_style,text_format,box_mode,automatic_position,text_font,text_font_style}")
        .With(Text, "legend_{entry_plot_direction,entry_plot_orientation,text_composition,border_line_style,border_colour,entry_border_colour,user_text}")
        .With(Number, "legend_{title_font_size,title_position_ratio,histogram_mean_value_marker_size,histogram_grid_thickness,symbol_height_factor,box_x_position,box_y_position,box_x_length,box_y_length,entry_text_width}")
        .With(Integer, "legend_{label_frequency,histogram_mean_value_marker,text_orientation,column_count,border_thickness}")
        .With(NumberOrText, "legend_text_font_size")
        .With(TextList, "legend_user_lines")
        .With(NumberList, "legend_values_list");

    public static readonly ParameterSet Coast = ParameterSet.Empty
        .With(Text, "map_coastline_{general_style,resolution,land_shade_colour,sea_shade_colour,colour,style} map_{boundaries,disputed_boundaries,administrative_boundaries,rivers}_{style,colour}")
        .With(Text, "map_cities_{unit_system,font,font_style,font_colour,name_position,marker,marker_colour} map_efas_{domain,style,colour} map_user_layer_{name,style,colour}")
        .With(Text, "map_grid_{line_style,colour,frame_line_style,frame_colour} map_label_{font,font_style,colour}")
        .With(Flag, "map_{coastline,boundaries,disputed_boundaries,administrative_boundaries,cities,cities_text_blanking,rivers,efas,user_layer,grid,grid_frame,label} map_coastline_{land,sea}_shade map_label_{blanking,left,right,top,bottom}")
        .With(Integer, "map_{boundaries,disputed_boundaries,administrative_boundaries,rivers,coastline,grid,grid_frame}_thickness map_label_{latitude,longitude}_frequency")
        .With(Number, "map_cities_font_size map_cities_marker_height map_{efas,user_layer}_thickness map_grid_{latitude,longitude}_{reference,increment} map_label_height")
        .With(TextList, "map_administrative_boundaries_countries_list");

    public static readonly ParameterSet Basemap = Coast.With(Legend)
        .With(Number, "subpage_{x_position,y_position,x_length,y_length,lower_left_latitude,lower_left_longitude,upper_right_latitude,upper_right_longitude,map_vertical_longitude,map_centre_latitude,map_centre_longitude}")
        .With(Number, "subpage_{map_scale,frame_thickness,vertical_axis_width,horizontal_axis_height,gutter_percentage} page_{x_position,y_position,x_length,y_length,frame_thickness,id_line_height,x_gap,y_gap} super_page_{x_length,y_length,frame_thickness}")
        .With(Flag, "subpage_{map_library_area,map_area_name,clipping,frame} page_frame page_id_line page_id_line_{magics,system_plot,date_plot,errors_plot,user_text_plot,logo_plot} super_page_frame")
        .With(Flag, "output_name_first_page_number output_cairo_{transparent_background,antialias,palette} skinny_mode")
        .With(Text, "subpage_{map_projection,map_area_definition_polar,map_hemisphere,x_axis_type,y_axis_type,background_colour,frame_colour,frame_line_style,align_horizontal,align_vertical} page_{frame_colour,frame_line_style,theme}")
        .With(Text, "page_id_line_{colour,user_text,logo_name,font,font_style} layout plot_start plot_direction super_page_{frame_colour,theme,frame_line_style} output_title")
        .With(Integer, "output_name_first_page_number_value output_width output_geotiff_quality");

    public static readonly ParameterSet Grib = ParameterSet.Empty
        .With(Text, "grib_{id,interpolation_method,file_address_mode,wind_mode}")
        .With(Flag, "grib_automatic_{scaling,derived_scaling}")
        .With(Number, "grib_scaling_{factor,offset}")
        .With(Integer, "grib_interpolation_method_missing_fill_count grib_field_position grib_wind_position_{1,2,colour}");

    public static readonly ParameterSet Contour = Legend
        .With(Flag, "contour contour_{line_colour_rainbow,highlight,label,label_blanking,shade,legend_only,hilo,hilo_blanking,hilo_marker,grid_value_plot}")
        .With(NumberList, "contour_level_list")
        .With(TextList, "contour_shade_{colour_list,colour_table,height_table,marker_table,marker_name_table} contour_line_{colour_rainbow_colour,thickness_rainbow,style_rainbow}_list")
        .With(Integer, "contour_{line_thickness,highlight_thickness,highlight_frequency,level_count,level_tolerance,label_frequency,shade_hatch_index,shade_hatch_thickness,shade_cell_resolution,hilo_window_size,hilo_marker_index}")
        .With(Integer, "contour_grid_value_{lat_frequency,lon_frequency,marker_index}")
        .With(Number, "contour_{reference_level,max_level,min_level,shade_max_level,shade_min_level,interval,label_height,shade_dot_size,shade_max_level_density,shade_min_level_density,shade_hatch_density,akima_x_resolution,akima_y_resolution}")
        .With(Number, "contour_{interpolation_floor,interpolation_ceiling,hilo_height,hilo_reduction_radius,hilo_suppress_radius,hilo_max_value,hilo_min_value,hi_max_value,hi_min_value,lo_max_value,lo_min_value,hilo_marker_height}")
        .With(Number, "contour_grid_value_{min,max,height,marker_height}")
        .With(Text, "contour_{automatic_setting,style_name,method,interpolation_method,predefined_setting,legend_text,line_style,line_colour,level_selection_type,units}")
        .With(Text, "contour_line_colour_rainbow_{method,max_level_colour,min_level_colour,direction,colour_list_policy} contour_line_{thickness,style}_rainbow_list_policy contour_highlight_{style,colour}")
        .With(Text, "contour_label_{type,text,format,font,font_style,colour,quality} contour_shade_{technique,method,colour_method,colour_direction,colour_list_policy,max_level_colour,min_level_colour,palette_name,palette_policy}")
        .With(Text, "contour_shade_cell_{method,resolution_method} contour_hilo_{type,format,quality,position,marker_colour} contour_{hi,lo}_{colour,text} contour_grid_value_{type,plot_type,format,quality,justification,vertical_align,colour,marker_colour,marker_qual,position}")
        .Open("contour_");

    public static readonly ParameterSet Wind = Legend
        .With(Text, "wind_{field_type,legend_text,thinning_method} wind_flag_{colour,mode,style,origin_marker} wind_arrow_{colour,origin_position,style,legend_text}")
        .With(Text, "wind_advanced_colour_{parameter,selection_type,table_colour_method,max_level_colour,min_level_colour,direction,list_policy} contour_shade_{max_level_colour,min_level_colour,colour_direction}")
        .With(Flag, "wind_advanced_method wind_{flag,arrow}_{calm_indicator,cross_boundary}")
        .With(Number, "wind_{flag,arrow}_{calm_indicator_size,calm_below,max_speed,min_speed} wind_flag_length wind_flag_origin_marker_ wind_arrow_{head_ratio,unit_velocity,fixed_velocity} wind_thinning_factor")
        .With(Number, "wind_advanced_colour_{max_value,min_value,reference_level,level_interval} contour_{max_level,min_level,shade_max_level,shade_min_level,reference_level,interval}")
        .With(Integer, "wind_{flag,arrow}_thickness wind_arrow_head_shape wind_advanced_colour_level_{count,tolerance} contour_level_{count,tolerance}")
        .With(NumberList, "contour_level_list wind_advanced_colour_level_list")
        .With(TextList, "wind_advanced_colour_list");

    public static readonly ParameterSet Symbols = Legend
        .With(Text, "symbol_{type,table_mode,marker_mode,colour,marker_name,position_mode} sumbol_marker_mode")
        .With(Integer, "symbol_marker_index")
        .With(Number, "symbol_height")
        .With(NumberList, "symbol_{min,max,height}_table")
        .With(IntegerList, "symbol_marker_table")
        .With(TextList, "symbol_{name,colour}_table")
        .With(AsWritten, "symbol_advanced_table_{selection_type,min_value,max_value,level_count,level_tolerance,interval,reference_level,level_list,colour_method,max_level_colour,min_level_colour,colour_direction,colour_list}")
        .With(AsWritten, "symbol_advanced_table_{colour_list_policy,marker_list,marker_name_list,marker_list_policy,height_method,height_max_value,height_min_value,height_list,height_list_policy}")
        .With(AsWritten, "symbol_advanced_table_text_{list,list_policy,font,font_size,font_style,font_colour,display_type} symbol_advanced_table_outlayer_{method,min_value,max_value}")
        .With(AsWritten, "symbol_text_{list,position,font,font_size,font_style,font_colour,blanking} symbol_outline symbol_outline_{colour,style,thickness} symbol_connect_line symbol_connect_line_{colour,style,thickness} symbol_connect_automatic_line_colour")
        .Open("symbol_").Open("contour_");
}
