namespace Pdp.ControlStub.Store.Sql;

/// <summary>Writes what happened at the end of a group, and forgets what is too old.</summary>
/// <param name="history">Events kept.</param>
internal sealed class EventAppender(int history)
{
    /// <summary>Events between two looks for what is too old.</summary>
    private const int TrimEvery = 256;

    public async Task AppendAsync(WriteScope scope)
    {
        if (scope.Events.Count == 0)
            return;
        var newest = await scope.Dialect.AppendAsync(scope, scope.Events);
        if (newest / TrimEvery != (newest - scope.Events.Count) / TrimEvery)
            await scope.ExecuteAsync("delete from events where number <= @end", new { end = newest - history });
        scope.Announce(new StoreChange.EventsAppended(newest));
    }
}
