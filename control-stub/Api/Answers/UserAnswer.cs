using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>A user as administrators see him.</summary>
/// <param name="Name">His name.</param>
/// <param name="DisplayName">For people; may be empty.</param>
/// <param name="CreatedAt">When he was added, UTC.</param>
/// <param name="Grants">What he was granted, as far as who asks may see it.</param>
internal sealed record UserAnswer(string Name, string DisplayName, DateTimeOffset CreatedAt, IReadOnlyList<GrantAnswer> Grants)
{
    /// <summary>A user with those of his grants that a caller may see: his own, and those in what he administers.</summary>
    public static UserAnswer Of(UserRecord user, Caller caller) => new(
        user.Name,
        user.DisplayName,
        user.CreatedAt,
        [.. user.Grants.Where(g => user.Name == caller.User || caller.Access.Allows(OperatorAction.ManageGrants, g.Scope)).Select(GrantAnswer.Of)]);
}

/// <summary>A grant.</summary>
/// <param name="Role">The role.</param>
/// <param name="Organization">The organization; <c>*</c> for all.</param>
/// <param name="Project">The project; <c>*</c> for all.</param>
internal sealed record GrantAnswer(string Role, string Organization, string Project)
{
    public static GrantAnswer Of(Grant grant) => new(grant.Role.Name(), grant.Scope.Organization, grant.Scope.Project);
}

/// <summary>A page of users.</summary>
/// <param name="Items">The users.</param>
/// <param name="Next">Send it as <c>after</c> to get the next page; absent at the end.</param>
internal sealed record UserListAnswer(IReadOnlyList<UserAnswer> Items, string? Next);

/// <summary>Who asks.</summary>
/// <param name="User">His name.</param>
/// <param name="Token">The public part of the token he showed.</param>
/// <param name="ExpiresAt">When that token ends, UTC; absent when it does not by itself.</param>
/// <param name="Grants">What he was granted.</param>
internal sealed record WhoAmIAnswer(string User, string Token, DateTimeOffset? ExpiresAt, IReadOnlyList<GrantAnswer> Grants);

/// <summary>A token, without what is secret of it.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Name">What its user calls it; may be empty.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="ExpiresAt">When it ends, UTC; absent when it does not by itself.</param>
/// <param name="LastUsedAt">When it was last used, UTC, to the minute; absent when it never was.</param>
internal sealed record TokenAnswer(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt)
{
    public static TokenAnswer Of(AccessTokenRecord token) => new(token.Id, token.Name, token.CreatedAt, token.ExpiresAt, token.LastUsedAt);
}

/// <summary>A user's tokens, oldest first.</summary>
internal sealed record TokenListAnswer(IReadOnlyList<TokenAnswer> Items);

/// <summary>A token that was made. Shown this once.</summary>
/// <param name="Token">The token itself: a secret.</param>
/// <param name="Id">Its public part.</param>
/// <param name="ExpiresAt">When it ends, UTC.</param>
internal sealed record NewTokenAnswer(string Token, string Id, DateTimeOffset? ExpiresAt)
{
    /// <summary>Its public part only.</summary>
    public override string ToString() => $"{nameof(NewTokenAnswer)} {Id}";
}
