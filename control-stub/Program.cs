using Pdp.ControlStub.Cli;

return await ControlCli.RunAsync(args);
