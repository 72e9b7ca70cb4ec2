import time
from datetime import date, datetime

import pytest

from tests.postgis import server
from zonemap.errors import LedgerError
from zonemap.read.database.postgis import ledger_days, ledger_sheet
from zonemap.read.ledgers import ledger_of_sheets

TABLE = "台账"
DAY = "台账日期"
FIRST, SECOND = date(2022, 8, 31), date(2022, 9, 30)
COLUMNS = """
    台账日期 date, 户编号 text PRIMARY KEY, 户主姓名 text, 年用煤量 numeric(8,2), 状态 text,
    验收日期 date, 炉具交回 boolean, 附加 int, geom geometry(Point, 4326)
"""
ROWS = """
    ('2022-08-31', '0003', '户主丙', 1.50, '在用', NULL, NULL, 3, 'SRID=4326;POINT(107.03 33.07)'),
    ('2022-09-30', '0002', '', 2, '已验收', '2022-09-01', true, 2, 'SRID=4326;POINT(107.02 33.06)'),
    ('2022-09-30', '0001', NULL, NULL, '在用', NULL, false, 1, NULL)
"""
FEW = "台账日期 date, 户编号 text, 状态 text"


@pytest.fixture(scope="module")
def running():
    with server() as found:
        yield found


@pytest.fixture
def connection(running):
    """To a database with an empty schema before that of PostGIS."""
    import psycopg

    with psycopg.connect(running.url(), autocommit=True) as opened:
        opened.execute("ALTER ROLE postgres SET search_path = work, public")
        opened.execute("DROP SCHEMA IF EXISTS work CASCADE; CREATE SCHEMA work")
        opened.execute("SET search_path = work, public")
        yield opened


def made(connection, columns=COLUMNS, rows=ROWS, *, table=TABLE):
    connection.execute(f"CREATE TABLE {table} ({columns})")
    connection.execute(f"INSERT INTO {table} VALUES {rows}")


def days(running, *, table=TABLE, day_column=DAY):
    return ledger_days(running.url(), table=table, day_column=day_column)


def sheet_of(running, *, table=TABLE, day_column=DAY, day=SECOND, **options):
    return ledger_sheet(running.url(), table=table, day_column=day_column, day=day, **options)


def cells(sheet, name):
    return sheet.cells[sheet.header.columns[name]].tolist()


def test_every_row_belongs_to_one_of_the_days(running, connection):
    made(connection, COLUMNS, ROWS)
    assert days(running) == [FIRST, SECOND]
    read = [sheet_of(running, day=day) for day in days(running)]
    assert [len(sheet.cells) for sheet in read] == [1, 2]
    assert [name for sheet in read for name in cells(sheet, "household_id")] == [
        "0003", "0001", "0002",
    ]  # fmt: skip
    ledgers = [ledger_of_sheets([one], file="", day=SECOND, sha256="") for one in read]
    assert [(one.account.rows, one.account.data) for one in ledgers] == [(1, 1), (2, 2)]


def test_cells_are_python_values_and_null_is_none(running, connection):
    made(connection)
    sheet = sheet_of(running)
    assert (sheet.name, sheet.rows_above, sheet.cells.index.tolist()) == (TABLE, (0, 0), [1, 2])
    assert cells(sheet, "household_id") == ["0001", "0002"]
    assert cells(sheet, "head") == [None, ""]
    assert cells(sheet, "coal_t") == [None, 2.0]
    assert cells(sheet, "accepted_date") == [None, date(2022, 9, 1)]
    assert cells(sheet, "stove_handed_in") == [False, True]
    assert sheet.header.unread == ("附加",)


def test_points_are_longitude_and_latitude_in_the_system_they_state(running, connection):
    made(connection)
    sheet = sheet_of(running)
    assert sheet.crs.to_epsg() == 4326
    assert cells(sheet, "longitude") == [None, 107.02]
    assert cells(sheet, "latitude") == [None, 33.06]


@pytest.mark.parametrize(
    ("kind", "shape", "epsg", "x"),
    [
        ("geometry(PointZ, 4545)", "SRID=4545;POINT Z (501868.1 3660000.2 512)", 4545, 501868.1),
        ("geometry", "SRID=4490;MULTIPOINT(107.02 33.06)", 4490, 107.02),
        ("geography(Point)", "POINT(107.02 33.06)", 4326, 107.02),
        ("geometry", "POINT(501868.1 3660000.2)", None, 501868.1),
        ("geometry", "SRID=4545;POINT EMPTY", 4545, None),
    ],
)
def test_geometry_of_any_kind_and_system_is_read(running, connection, kind, shape, epsg, x):
    made(connection, f"{FEW}, location {kind}", f"('2022-09-30', '1', '在用', '{shape}')")
    sheet = sheet_of(running)
    assert (sheet.crs and sheet.crs.to_epsg()) == epsg
    assert cells(sheet, "longitude") == [x]
    assert sheet.header.unread == ()


def test_columns_of_coordinates_win_over_geometry(running, connection):
    made(connection, f"{FEW}, 经度 float8, 纬度 float8, geom geometry",
         "('2022-09-30', '1', '在用', 107.1, 33.1, 'SRID=4545;POINT(501868 3660000)')")  # fmt: skip
    sheet = sheet_of(running)
    assert (cells(sheet, "longitude"), sheet.crs, sheet.header.unread) == ([107.1], None, ("geom",))


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        (("SRID=4326;POINT(107 33)", "POINT(107 33)"), "SRID 0, 4326"),
        (("POINT(107 33)", "POLYGON((0 0,1 0,1 1,0 0))"), "not one point a row"),
        (("CIRCULARSTRING(0 0,1 1,2 0)", None), "not one point a row"),
        (("SRID=910001;POINT(107 33)", None), "SRID 910001"),
    ],
)
def test_geometry_that_is_not_one_point_in_one_system_is_refused(
    running, connection, shapes, reason
):
    values = ["NULL" if shape is None else f"'{shape}'" for shape in shapes]
    rows = ", ".join(f"('2022-09-30', '1', '在用', {value})" for value in values)
    made(connection, f"{FEW}, geom geometry", rows)
    with pytest.raises(LedgerError, match=reason):
        sheet_of(running)


def test_two_columns_of_geometry_are_refused(running, connection):
    made(connection, f"{FEW}, geom geometry, yard geometry", "('2022-09-30', '1', '在用')")
    with pytest.raises(LedgerError, match="geom, yard"):
        sheet_of(running)


@pytest.mark.parametrize(("authority", "wkt"), [("'EPSG'", "NULL"), ("NULL", "srtext")])
def test_a_reference_system_of_ones_own_is_what_the_database_says(
    running, connection, authority, wkt
):
    connection.execute("DELETE FROM public.spatial_ref_sys WHERE srid = 900001")
    connection.execute(
        f"INSERT INTO public.spatial_ref_sys (srid, auth_name, auth_srid, srtext) "
        f"SELECT 900001, {authority}, 4545, {wkt} FROM public.spatial_ref_sys WHERE srid = 4545"
    )
    made(connection, f"{FEW}, geom geometry(Point, 900001)",
         "('2022-09-30', '1', '在用', 'SRID=900001;POINT(501868 3660000)')")  # fmt: skip
    assert sheet_of(running).crs.name == "CGCS2000 / 3-degree Gauss-Kruger CM 108E"


def test_no_postgis_is_needed_without_geometry(running, connection):
    connection.execute("DROP DATABASE IF EXISTS plain")
    connection.execute("CREATE DATABASE plain TEMPLATE template0")
    import psycopg

    url = running.url(database="plain")
    with psycopg.connect(url, autocommit=True) as plain:
        made(plain, FEW, "('2022-09-30', '007', '在用')")
    sheet = ledger_sheet(url, table=TABLE, day_column=DAY, day=SECOND)
    assert cells(sheet, "household_id") == ["007"]


HOSTILE = ['a"; DROP TABLE kept; --', "o'brien", "%s %(day)s {} {0}", "select", "台 账.表", "\\"]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_of_a_table_or_column_is_only_a_name(running, connection, name):
    from psycopg import sql

    made(connection, FEW, "('2022-09-30', '007', '在用')", table="kept")
    connection.execute(
        sql.SQL("CREATE TABLE {name} ({name} date, {other} text, 状态 text)").format(
            name=sql.Identifier(name), other=sql.Identifier(name + "户")
        )
    )
    connection.execute(
        sql.SQL("INSERT INTO {} VALUES ('2022-09-30', '007', '在用')").format(sql.Identifier(name))
    )
    options = {"table": name, "day_column": name}
    assert days(running, **options) == [SECOND]
    sheet = sheet_of(running, **options, aliases={name + "户": "household_id"})
    assert cells(sheet, "household_id") == ["007"]
    assert days(running, table="kept") == [SECOND]


def test_a_schema_may_be_named(running, connection):
    made(connection, FEW, "('2022-09-30', '007', '在用')")
    assert days(running, table="work.台账") == [SECOND]
    with pytest.raises(LedgerError, match="has 0 such tables"):
        days(running, table="public.台账")


def test_the_order_is_that_of_the_key_whatever_is_updated(running, connection):
    made(connection)
    before = cells(sheet_of(running), "household_id")
    connection.execute(f"UPDATE {TABLE} SET 状态 = 状态 WHERE 户编号 = '0001'")
    assert connection.execute(f"SELECT 户编号 FROM {TABLE}").fetchall()[-1] == ("0001",)
    assert cells(sheet_of(running), "household_id") == before == ["0001", "0002"]


def test_without_a_key_the_order_is_that_of_the_cells(running, connection):
    made(connection, FEW, "('2022-09-30', 'b', '在用'), ('2022-09-30', 'B', NULL), "
         "('2022-09-30', NULL, '在用'), ('2022-09-30', 'a', '在用')")  # fmt: skip
    before = cells(sheet_of(running), "household_id")
    connection.execute(f"UPDATE {TABLE} SET 状态 = '在用' WHERE 户编号 = 'a'")
    assert cells(sheet_of(running), "household_id") == before == [None, "B", "a", "b"]


def test_a_key_that_heirs_do_not_share_orders_nothing(running, connection):
    made(connection, "台账日期 date, 户编号 text, 状态 text, 序 int PRIMARY KEY",
         "('2022-09-30', 'b', '在用', 1)")  # fmt: skip
    connection.execute(f"CREATE TABLE heir () INHERITS ({TABLE})")
    connection.execute("INSERT INTO heir VALUES ('2022-09-30', 'a', '在用', 1)")
    assert cells(sheet_of(running), "household_id") == ["a", "b"]


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("text", "2022-09-30 "),
        ("text", "2022/9/30"),
        ("int", "20220930"),
        ("timestamp", "2022-09-30 23:59"),
        ("timestamptz", "2022-09-29 16:00+00"),
    ],
)
def test_a_day_may_be_a_text_a_number_or_a_time_in_china(running, connection, kind, day):
    made(connection, FEW.replace("date", kind), f"('{day}', '007', '在用')")
    assert days(running) == [SECOND]
    assert cells(sheet_of(running), "household_id") == ["007"]


@pytest.mark.parametrize(
    ("kind", "day", "reason"),
    [
        ("date", "NULL", "1 rows have no usable day"),
        ("text", "' '", "1 rows have no usable day"),
        ("date", "'infinity'", "1 rows have no usable day"),
        ("text", "'张三'", "a day in it is no date"),
        ("boolean", "true", "a day in it is no date"),
    ],
)
def test_a_row_without_a_day_is_never_passed_over(running, connection, kind, day, reason):
    made(connection, FEW.replace("date", kind), f"({day}, '007', '在用')")
    with pytest.raises(LedgerError, match=reason) as caught:
        days(running)
    assert "张三" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"table": "没有"}, "没有: the database has 0 such tables"),
        ({"day_column": "没有"}, "台账: has no column 没有"),
        ({"day": date(2022, 10, 1)}, "台账: holds no row of 2022-10-01"),
        ({"table": "other"}, "other: no column of a ledger found"),
    ],
)
def test_what_is_not_there_is_one_line(running, connection, options, reason):
    made(connection)
    made(connection, "台账日期 date, a int", "('2022-09-30', 1)", table="other")
    with pytest.raises(LedgerError, match=reason):
        sheet_of(running, **options)


def test_an_empty_table_is_an_error(running, connection):
    connection.execute(f"CREATE TABLE {TABLE} ({FEW})")
    with pytest.raises(LedgerError, match="holds no row"):
        days(running)


def test_a_user_who_may_not_read_or_sees_only_some_rows_is_told(running, connection):
    made(connection)
    connection.execute("DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'guest'")
    connection.execute("GRANT USAGE ON SCHEMA work TO guest")
    try:
        url = running.url(user="guest", password="guest")
        with pytest.raises(LedgerError, match="may not read all of it"):
            ledger_days(url, table="work.台账", day_column=DAY)
        connection.execute(f"GRANT SELECT ON {TABLE} TO guest")
        assert len(ledger_days(url, table="work.台账", day_column=DAY)) == 2
        connection.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
        with pytest.raises(LedgerError, match="without row policies"):
            ledger_days(url, table="work.台账", day_column=DAY)
    finally:
        connection.execute("DROP OWNED BY guest; DROP ROLE guest")


def test_a_column_of_domain_type_and_a_view_are_read_by_what_they_hold(running, connection):
    connection.execute("CREATE DOMAIN tonnes AS numeric(8,2) CHECK (VALUE >= 0)")
    made(connection, f"{FEW}, 年用煤量 tonnes, 更新 timestamptz",
         "('2022-09-30', '007', '在用', 1.50, now())")  # fmt: skip
    connection.execute(f"CREATE VIEW 视图 AS SELECT * FROM {TABLE}")
    sheet = sheet_of(running, table="视图")
    assert (cells(sheet, "coal_t"), sheet.header.unread) == ([1.5], ("更新",))


def test_two_hundred_thousand_rows_are_read_in_seconds(running, connection):
    connection.execute(
        """
        CREATE TABLE 台账 AS SELECT date '2022-09-30' AS 台账日期, lpad(i::text, 12, '0') AS 户编号,
          '户主' || i AS 户主姓名, '61070219900101' || i AS 身份证号, '1390000' || i AS 联系电话,
          '汉台区' AS 县区, '镇' || i % 20 AS 镇办, '村' || i % 300 AS 村社区, '散煤' AS 燃料,
          (i % 30 / 10.0)::numeric(8,2) AS 年用煤量, i % 90 AS 采暖面积, '在用' AS 状态,
          date '2022-09-01' + i % 90 AS 计划完成日期, i % 2 = 0 AS 炉具交回,
          '地址' || repeat(chr(10), 20) || i AS 地址, '居民' AS 用户类型,
          '取暖' AS 用途, '电采暖' AS 替代方式, '同意' AS 意愿, '张' AS 责任人,
          ST_SetSRID(ST_MakePoint(107 + i / 1e6, 33), 4326) AS geom
        FROM generate_series(1, 200000) AS i
        """
    )
    connection.execute(f"ALTER TABLE {TABLE} ADD PRIMARY KEY (户编号)")
    start = time.process_time()
    sheet = sheet_of(running)
    assert time.process_time() - start < 8
    assert cells(sheet, "household_id")[::199_999] == ["000000000001", "000000200000"]
    assert cells(sheet, "longitude")[-1] == 107.2
    assert cells(sheet, "address")[-1].endswith("\n200000")


def test_a_time_stays_a_time(running, connection):
    made(
        connection, f"{FEW}, 安装日期 timestamp", "('2022-09-30', '1', '在用', '2022-09-01 08:30')"
    )
    assert cells(sheet_of(running), "installed_date") == [datetime(2022, 9, 1, 8, 30)]
