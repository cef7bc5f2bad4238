namespace Windrow.Storage.Postgres.Sets;

/// <summary>The tables of the sets that all processes of a flow have in common, as the second version of the schema has them.</summary>
internal static class SharedSetSchema
{
    // 'home' is the first set of a key: within all that followed it a member is known once. Rows of sets change often, so their pages have room for that.
    public const string Script = """
        CREATE TABLE collection(scope text COLLATE "C" PRIMARY KEY, declaration text NOT NULL);
        CREATE SEQUENCE collected_set_number;
        CREATE TABLE collected_set(
            number bigint PRIMARY KEY, home bigint NOT NULL, scope text COLLATE "C" NOT NULL, key_id uuid NOT NULL, key bytea NOT NULL, key_text text NOT NULL,
            is_latest boolean NOT NULL, phase int NOT NULL, revision int NOT NULL, members bigint NOT NULL, waiting bigint NOT NULL, last_member int NOT NULL,
            listed bytea, expected bigint, began bigint NOT NULL, last bigint NOT NULL, ended bigint NOT NULL, extended bigint NOT NULL,
            look_at bigint NOT NULL, is_spent boolean NOT NULL) WITH (fillfactor = 50);
        CREATE UNIQUE INDEX collected_set_by_key ON collected_set(scope, key_id) WHERE is_latest;
        CREATE INDEX collected_set_by_look ON collected_set(scope, look_at);
        CREATE TABLE collected_member(
            home bigint NOT NULL, identity uuid NOT NULL, set bigint NOT NULL, number int NOT NULL, is_ready boolean NOT NULL, value bytea NOT NULL, payload text COLLATE "C",
            PRIMARY KEY (home, identity));
        CREATE INDEX collected_member_in_order ON collected_member(set, number);
        CREATE TABLE collected_emission(
            set bigint NOT NULL, revision int NOT NULL, is_alert boolean NOT NULL, scope text COLLATE "C" NOT NULL, key_id uuid NOT NULL, key bytea NOT NULL,
            up_to int NOT NULL, is_complete boolean NOT NULL, owner text COLLATE "C" NOT NULL,
            PRIMARY KEY (set, revision, is_alert));
        CREATE INDEX collected_emission_by_scope ON collected_emission(scope);

        -- Takes the sets of some keys, or of some numbers, in the order of the arguments, which is the same in all processes: so two of them never wait
        -- for each other in a circle. A set that is missing is begun.
        CREATE FUNCTION take_sets(_scopes text[], _key_ids uuid[], _numbers bigint[], _keys bytea[], _texts text[]) RETURNS SETOF collected_set
        LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        DECLARE
            taken collected_set;
            fresh bigint;
        BEGIN
            FOR i IN 1 .. cardinality(_scopes) LOOP
                IF _numbers[i] IS NOT NULL THEN
                    SELECT * INTO taken FROM collected_set WHERE number = _numbers[i] FOR UPDATE;
                    IF FOUND THEN
                        RETURN NEXT taken;
                    END IF;
                    CONTINUE;
                END IF;
                LOOP
                    SELECT * INTO taken FROM collected_set WHERE scope = _scopes[i] AND key_id = _key_ids[i] AND is_latest FOR UPDATE;
                    EXIT WHEN FOUND;
                    fresh := nextval('collected_set_number');
                    INSERT INTO collected_set VALUES (fresh, fresh, _scopes[i], _key_ids[i], _keys[i], _texts[i], true, 0, 0, 0, 0, 0, NULL, NULL, 0, 0, 0, 0, 3155378975999999999, false)
                    ON CONFLICT (scope, key_id) WHERE is_latest DO NOTHING RETURNING * INTO taken;
                    EXIT WHEN FOUND;
                END LOOP;
                RETURN NEXT taken;
            END LOOP;
        END $$;
        """;

    // Members are known by random numbers, so that in one index each of a large set would change another page of it, and write that to the log. They are placed by runs
    // of those that came together instead; see MemberRuns.

    /// <summary>What the third version adds: runs of members, what is told of members without the key of their set, and in which sets members wait.</summary>
    public const string Runs = """
        ALTER TABLE collected_member ADD COLUMN run int NOT NULL DEFAULT 0;
        ALTER TABLE collected_member DROP CONSTRAINT collected_member_pkey, ADD PRIMARY KEY (home, run, identity);
        ALTER TABLE collected_set ADD COLUMN stored bigint NOT NULL DEFAULT 0;
        UPDATE collected_set AS s SET stored = (SELECT count(*) FROM collected_member AS m WHERE m.home = s.home);
        CREATE TABLE collected_news(
            scope text COLLATE "C" NOT NULL, identity uuid NOT NULL, part_id uuid NOT NULL, part bytea NOT NULL, known bytea NOT NULL, last bigint NOT NULL, is_used boolean NOT NULL,
            PRIMARY KEY (scope, identity, part_id));
        CREATE INDEX collected_news_by_age ON collected_news(scope, last);
        CREATE INDEX collected_member_waiting ON collected_member(identity) WHERE NOT is_ready;
        """;
}
