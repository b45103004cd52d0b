namespace Pdp.ControlStub.Operators;

/// <summary>What can be done here. Every route of the operator API is one of these; <see cref="Permissions"/> says who may.</summary>
internal enum OperatorAction
{
    /// <summary>Read what describes the program, and whether it serves.</summary>
    ReadAbout,

    /// <summary>Learn who one is.</summary>
    SeeOneself,

    /// <summary>See planes and whether they are connected.</summary>
    ViewPlanes,

    /// <summary>Make planes, give them new credentials, delete them.</summary>
    ManagePlanes,

    /// <summary>Tell planes that a secret of the customer's changed.</summary>
    HintSecrets,

    /// <summary>See what planes hold that is not from here; take it over; sign it anew.</summary>
    ManageHeld,

    /// <summary>See intents and what planes say of them.</summary>
    ViewIntents,

    /// <summary>Look at logs, metrics and events in a plane.</summary>
    Observe,

    /// <summary>Ask a plane what applying an intent now would change.</summary>
    PlanIntents,

    /// <summary>Put, change and remove intents, and the documents they are made of.</summary>
    ChangeIntents,

    /// <summary>Put component types, which all projects of an organization share.</summary>
    ChangeComponentTypes,

    /// <summary>See pipelines.</summary>
    ViewPipelines,

    /// <summary>Put and delete pipelines.</summary>
    ManagePipelines,

    /// <summary>Deploy releases, ask for their promotion, go back to one.</summary>
    Deploy,

    /// <summary>Promote a release that is not healthy where it comes from.</summary>
    ForcePromotions,

    /// <summary>See what happened.</summary>
    ViewEvents,

    /// <summary>See public keys.</summary>
    ViewKeys,

    /// <summary>Import and retire keys.</summary>
    ManageKeys,

    /// <summary>Read everything the control plane must not lose.</summary>
    Backup,

    /// <summary>See users and what they were granted.</summary>
    ViewUsers,

    /// <summary>Make and delete users.</summary>
    ManageUsers,

    /// <summary>See, make and revoke a user's tokens.</summary>
    ManageTokens,

    /// <summary>Give and take grants.</summary>
    ManageGrants,
}
