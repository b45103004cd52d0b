using Pdp.ControlStub.Catalogue;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>Takes the endpoints of what runs into the catalogue, once for each generation that a plane says runs.</summary>
internal static class CatalogueWriter
{
    private static readonly string[] _tables = ["service_words", "services"];

    /// <summary>Takes up intents whose newest generation runs and is not in the catalogue; forgets those of which nothing runs.</summary>
    /// <param name="scope">The change.</param>
    /// <param name="plane">The plane.</param>
    /// <param name="statuses">What it said of them.</param>
    public static async Task<int> FollowAsync(WriteScope scope, string plane, IReadOnlyList<StatusRecord> statuses)
    {
        foreach (var gone in statuses.Where(s => s.Status is null or { Phase: IntentPhase.Undeployed or IntentPhase.Removing }))
            await ForgetAsync(scope, plane, gone.Id);
        var count = 0;
        foreach (var list in RowList.Of(statuses.Where(s => s.Status is { RunningGeneration: > 0, Phase: not IntentPhase.Undeployed and not IntentPhase.Removing }), s => s.Id, s => s.Status!.RunningGeneration))
        {
            list.Parameters.Add("plane", plane);
            // Only what runs: a newer generation that is refused or rolled back is not in the catalogue.
            var due = await scope.QueryAsync<IntentRow>(
                $"""
                select i.id Id, i.generation Generation, i.updated_at UpdatedAt, i.jws Jws from (values {list.Sql}) v
                join intents i on i.plane = @plane and i.id = v.column1 and i.generation = v.column2
                where i.catalogued <> i.generation and i.kind = 'Component' and not i.removed
                """,
                list.Parameters);
            foreach (var intent in due)
                await TakeUpAsync(scope, plane, intent);
            count += due.Count;
        }

        return count;
    }

    private static async Task TakeUpAsync(WriteScope scope, string plane, IntentRow intent)
    {
        await ForgetAsync(scope, plane, intent.Id);
        await scope.ExecuteAsync(
            "update intents set catalogued = @Generation where plane = @plane and id = @Id", new { intent.Generation, plane, intent.Id });
        if (!CompactJws.TryParse(intent.Jws, out var jws, out _) || IntentReader.Read(jws.Payload.Span).Intent is not { } typed)
            return;
        var services = ServiceRecord.Of(plane, typed).ToList();
        foreach (var service in services)
            await scope.ExecuteAsync(ServiceRow.Insert, ServiceRow.Values(service, intent.UpdatedAt));
        var words = services.SelectMany(s => ServiceWords.Of(s).Distinct().Select(w => (w.Word, w.Field, s.Id, s.Endpoint)));
        foreach (var list in RowList.Of(words, w => w.Word, w => w.Field, w => w.Id, w => w.Endpoint))
        {
            list.Parameters.Add("plane", plane);
            await scope.ExecuteAsync(
                $"""
                insert into service_words (word, field, plane, id, endpoint)
                select v.column1, v.column2, @plane, v.column3, v.column4 from (values {list.Sql}) v
                """,
                list.Parameters);
        }
    }

    private static async Task ForgetAsync(WriteScope scope, string plane, string id)
    {
        foreach (var table in _tables)
            await scope.ExecuteAsync($"delete from {table} where plane = @plane and id = @id", new { plane, id });
        await scope.ExecuteAsync("update intents set catalogued = 0 where plane = @plane and id = @id and catalogued <> 0", new { plane, id });
    }
}
