namespace Pdp.ControlStub.Store.Sql;

/// <summary>Questions between processes, in the database they share.</summary>
internal sealed class SqlQuestionStore(ISqlDatabase database) : IQuestionStore
{
    public Task AskAsync(QuestionRecord question, CancellationToken cancellationToken) => database.WriteAsync(
        async scope =>
        {
            await scope.ExecuteAsync(
                "delete from questions where asked_at < @old", new { old = Stored.Time(question.AskedAt - IQuestionStore.KeptFor) });
            await scope.ExecuteAsync(
                "insert into questions (id, plane, intent, asked_at) values (@Id, @Plane, @Intent, @at)",
                new { question.Id, question.Plane, question.Intent, at = Stored.Time(question.AskedAt) });
            scope.Announce(new StoreChange.QuestionAsked(question.Plane, question.Id));
            return true;
        },
        cancellationToken);

    public async Task<IReadOnlyList<QuestionRecord>> OpenAsync(CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<QuestionRow>(
            "select id Id, plane Plane, intent Intent, asked_at AskedAt from questions where answer is null order by asked_at, id",
            null,
            cancellationToken);
        return rows.ConvertAll(r => new QuestionRecord(r.Id, r.Plane, r.Intent, Stored.Time(r.AskedAt)));
    }

    public Task<bool> AnswerAsync(string id, string answer, CancellationToken cancellationToken) => database.WriteAsync(
        async scope =>
        {
            if (await scope.ExecuteAsync("update questions set answer = @answer where id = @id and answer is null", new { id, answer }) == 0)
                return false;
            scope.Announce(new StoreChange.QuestionAnswered(id));
            return true;
        },
        cancellationToken);

    public async Task<string?> AnswerOfAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync<string?>("select answer from questions where id = @id", new { id }, cancellationToken)).SingleOrDefault();

    public Task ForgetAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(scope => scope.ExecuteAsync("delete from questions where id = @id", new { id }), cancellationToken);

    private sealed record QuestionRow
    {
        public string Id { get; init; } = "";

        public string Plane { get; init; } = "";

        public string Intent { get; init; } = "";

        public long AskedAt { get; init; }
    }
}
