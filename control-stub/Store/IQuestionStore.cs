namespace Pdp.ControlStub.Store;

/// <summary>
/// Questions to agents whose sessions other processes hold, and their answers: a notice board between processes, of no meaning once nobody waits.
/// </summary>
internal interface IQuestionStore
{
    /// <summary>How long a question is kept at most, where whoever asked it ended without taking it away.</summary>
    static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    /// <summary>Asks; told as <see cref="StoreChange.QuestionAsked"/>.</summary>
    Task AskAsync(QuestionRecord question, CancellationToken cancellationToken);

    /// <summary>The questions nobody has answered, the oldest first.</summary>
    Task<IReadOnlyList<QuestionRecord>> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Answers; told as <see cref="StoreChange.QuestionAnswered"/>.</summary>
    /// <returns>False when nobody waits any more, or it is answered already.</returns>
    Task<bool> AnswerAsync(string id, string answer, CancellationToken cancellationToken);

    /// <summary>The answer to a question; null while there is none.</summary>
    Task<string?> AnswerOfAsync(string id, CancellationToken cancellationToken);

    /// <summary>Takes a question away, with its answer.</summary>
    Task ForgetAsync(string id, CancellationToken cancellationToken);
}

/// <summary>A question to the agent of a plane.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Plane">The plane.</param>
/// <param name="Intent">The intent that is asked about.</param>
/// <param name="AskedAt">When, UTC.</param>
internal sealed record QuestionRecord(string Id, string Plane, string Intent, DateTimeOffset AskedAt);
