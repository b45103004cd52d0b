using System.Globalization;
using System.Text;
using Dapper;
using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>The catalogue in the database: groups are found by their index, words by theirs.</summary>
internal sealed class SqlCatalogueStore(ISqlDatabase database) : ICatalogueStore
{
    /// <summary>Intents looked at in one go when the catalogue catches up.</summary>
    private const int CatchUpBatch = 500;

    public async Task<Page<IReadOnlyList<ServiceView>>> ListAsync(ServiceFilter filter, string? after, int limit, CancellationToken cancellationToken)
    {
        var (condition, parameters) = Conditions(filter);
        parameters.AddDynamicParams(new { after = after ?? "", limit = limit + 1 });
        var places = await database.QueryAsync<string>(
            $"select distinct v.place from services v where v.place > @after and {condition} order by v.place limit @limit", parameters, cancellationToken);
        var page = Pages.Cut(places, limit, place => place);
        var rows = new List<ServiceRow>();
        // All minor versions of a group that was found, whichever of them it was found by.
        foreach (var list in RowList.Of(page.Items, place => place))
            rows.AddRange(await database.QueryAsync<ServiceRow>(
                $"""
                select {ServiceRow.Columns} from services v left join statuses s on s.plane = v.plane and s.id = v.id
                where v.place in (values {list.Sql}) order by v.place, v.id
                """,
                list.Parameters,
                cancellationToken));
        return new Page<IReadOnlyList<ServiceView>>(
            [.. rows.GroupBy(r => r.Place).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Select(r => r.ToView()).OrderByDescending(v => v.Service.Track.Minor).ToList())],
            page.Next);
    }

    public async Task<int> CatchUpAsync(CancellationToken cancellationToken)
    {
        var (count, last) = (0, (Plane: "", Id: ""));
        while (true)
        {
            var rows = await database.QueryAsync<(string Plane, string Id, string Status)>(
                """
                select i.plane, i.id, s.document from intents i join statuses s on s.plane = i.plane and s.id = i.id
                where (i.plane, i.id) > (@Plane, @Id) and i.catalogued = 0 and i.kind = 'Component' and not i.removed and s.document is not null
                order by i.plane, i.id limit @batch
                """,
                new { last.Plane, last.Id, batch = CatchUpBatch },
                cancellationToken);
            foreach (var plane in rows.GroupBy(r => r.Plane))
            {
                var statuses = plane.Select(r => new StatusRecord(r.Id, Stored.Json(r.Status, IntentJson.Default.IntentStatus), default)).ToList();
                count += await database.WriteAsync(scope => CatalogueWriter.FollowAsync(scope, plane.Key, statuses), cancellationToken);
            }

            if (rows.Count < CatchUpBatch)
                return count;
            last = (rows[^1].Plane, rows[^1].Id);
        }
    }

    private static (string Sql, DynamicParameters Parameters) Conditions(ServiceFilter filter)
    {
        var (within, parameters) = ScopeCondition.Of(filter.Within, "v.");
        parameters.AddDynamicParams(new
        {
            filter.Organization,
            filter.Project,
            filter.Environment,
            filter.Component,
            filter.Endpoint,
            filter.Major,
            protocol = filter.Protocol?.ToString(),
            visibility = filter.Visibility is { } visibility ? $"%{ServiceRow.Mark(visibility)}%" : null,
        });
        var sql = new StringBuilder(within.Sql);
        // What is asked for from the front on is a stretch of the places' index.
        if (Front(filter) is { Length: > 0 } front)
        {
            parameters.AddDynamicParams(new { front, behind = front[..^1] + '0' });
            sql.Append(" and v.place > @front and v.place < @behind");
        }

        sql.Append(
            """
             and (@Organization is null or v.organization = @Organization) and (@Project is null or v.project = @Project)
            and (@Environment is null or v.environment = @Environment) and (@Component is null or v.component = @Component)
            and (@Endpoint is null or v.endpoint = @Endpoint) and (@Major is null or v.major = @Major)
            and (@protocol is null or v.protocol = @protocol) and (@visibility is null or v.visibility like @visibility)
            """);
        if (filter.Field is not null)
            parameters.Add("field", filter.Field);
        foreach (var (index, word) in (filter.Words ?? []).Index())
        {
            var number = index.ToString(CultureInfo.InvariantCulture);
            parameters.Add("word" + number, word);
            // The end of all words that begin so.
            parameters.Add("end" + number, word + '\uffff');
            sql.Append(CultureInfo.InvariantCulture, $"""
                 and (v.plane, v.id, v.endpoint) in (
                    select w.plane, w.id, w.endpoint from service_words w
                    where w.word >= @word{number} and w.word < @end{number}{(filter.Field is null ? "" : " and w.field = @field")})
                """);
        }

        return (sql.ToString(), parameters);
    }

    private static string Front(ServiceFilter filter)
    {
        var names = new[] { filter.Organization, filter.Project, filter.Environment, filter.Component, filter.Endpoint }.TakeWhile(n => n is not null);
        return string.Concat(names.Select(n => n + "/"));
    }
}
