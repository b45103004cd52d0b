using Pdp.ControlStub.Store;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    [Fact]
    public async Task A_question_waits_for_one_answer_and_is_forgotten_when_nobody_waits()
    {
        var heard = new System.Collections.Concurrent.ConcurrentQueue<StoreChange>();
        using var subscription = Store.Changes.Subscribe(heard.Enqueue);
        await Store.Questions.AskAsync(Question("q1"), Cancel);
        await Store.Questions.AskAsync(Question("q2"), Cancel);
        Assert.Equal([Question("q1"), Question("q2")], await Store.Questions.OpenAsync(Cancel));
        Assert.Null(await Store.Questions.AnswerOfAsync("q1", Cancel));

        Assert.True(await Store.Questions.AnswerAsync("q1", "this", Cancel));
        Assert.False(await Store.Questions.AnswerAsync("q1", "that", Cancel));
        Assert.Equal("this", await Store.Questions.AnswerOfAsync("q1", Cancel));
        Assert.Equal([Question("q2")], await Store.Questions.OpenAsync(Cancel));
        await Pdp.Testing.Eventually.TrueAsync(
            () => heard.Contains(new StoreChange.QuestionAsked("east", "q2")) && heard.Contains(new StoreChange.QuestionAnswered("q1")),
            cancellationToken: Cancel);

        await Store.Questions.ForgetAsync("q1", Cancel);
        Assert.Null(await Store.Questions.AnswerOfAsync("q1", Cancel));
        Assert.False(await Store.Questions.AnswerAsync("q1", "late", Cancel));
        Assert.Null(await Store.Questions.AnswerOfAsync("never asked", Cancel));
    }

    [Fact]
    public async Task A_question_whose_asker_ended_does_not_stay()
    {
        await Store.Questions.AskAsync(Question("old"), Cancel);
        var later = Question("new") with { AskedAt = Start + IQuestionStore.KeptFor + TimeSpan.FromSeconds(1) };
        await Store.Questions.AskAsync(later, Cancel);
        Assert.Equal([later], await Store.Questions.OpenAsync(Cancel));
    }

    private static QuestionRecord Question(string id) => new(id, "east", "web", Start);
}
