using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Pipelines;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>A promotion as operators see it.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Project">The project.</param>
/// <param name="Number">Its number in the project.</param>
/// <param name="Component">The component.</param>
/// <param name="Environment">Where it goes.</param>
/// <param name="From">Where it comes from.</param>
/// <param name="Release">The release.</param>
/// <param name="State">What became of it.</param>
/// <param name="Needed">Approvals it takes.</param>
/// <param name="Role">The role that approves.</param>
/// <param name="Forced">Whether it goes on although it is not healthy where it comes from.</param>
/// <param name="Author">Who asked.</param>
/// <param name="Reason">Why, in his own words.</param>
/// <param name="RequestedAt">When, UTC.</param>
/// <param name="DecidedAt">When it was done or turned down, UTC.</param>
/// <param name="Votes">Who approved and who denied, oldest first.</param>
internal sealed record PromotionAnswer(
    string Organization,
    string Project,
    long Number,
    string Component,
    string Environment,
    string From,
    string Release,
    PromotionState State,
    int Needed,
    string Role,
    bool Forced,
    string Author,
    string? Reason,
    DateTimeOffset RequestedAt,
    DateTimeOffset? DecidedAt,
    IReadOnlyList<VoteRecord> Votes)
{
    public static PromotionAnswer Of(PromotionRecord one) => new(
        one.Target.Organization, one.Target.Project, one.Number, one.Target.Component, one.Target.Environment, one.From, one.Release, one.State, one.Needed,
        one.Role, one.Forced, one.Author, one.Reason, one.RequestedAt, one.DecidedAt, one.Votes);
}

/// <summary>A page of promotions.</summary>
internal sealed record PromotionListAnswer(IReadOnlyList<PromotionAnswer> Items, string? Next);

/// <summary>What became of a wish to deploy something.</summary>
/// <param name="Result"><c>deployed</c>; <c>unchanged</c> where it was so already; <c>waiting</c> for approvals; <c>kept</c> for what nothing is deployed of yet; <c>denied</c>, <c>cancelled</c>.</param>
/// <param name="Release">The release.</param>
/// <param name="Intent">The intent it became, on the first plane.</param>
/// <param name="Intents">The intents it became, one on each plane.</param>
/// <param name="Promotion">The promotion that waits, or was carried out.</param>
internal sealed record DeploymentBody(string Result, string? Release, ChangeAnswer? Intent, IReadOnlyList<ChangeAnswer> Intents, PromotionAnswer? Promotion)
{
    public static DeploymentBody Of(DeploymentAnswer answer) => new(
        ResultOf(answer), answer.Release.Length > 0 ? answer.Release : null, answer.Intents is [var first, ..] ? ChangeAnswer.Of(first) : null, [.. answer.Intents.Select(i => ChangeAnswer.Of(i))],
        answer.Promotion is { } promotion ? PromotionAnswer.Of(promotion) : null);

    private static string ResultOf(DeploymentAnswer answer) => answer switch
    {
        { Intents.Count: > 0 } => answer.Intents.All(i => i.Result == PutResult.Unchanged) ? "unchanged" : "deployed",
        { Promotion.State: PromotionState.Denied } => "denied",
        { Promotion.State: PromotionState.Cancelled } => "cancelled",
        { Promotion: not null } => "waiting",
        _ => "kept",
    };
}
