use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::{End, Supervisor};

fn shell(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]);
    command
}

fn runs(pid: u32) -> bool {
    Path::new(&format!("/proc/{pid}")).exists()
}

#[test]
fn dropping_it_ends_children_and_their_children_also_those_that_do_not_listen() {
    let log = std::env::temp_dir().join(format!("supervised-{}", std::process::id()));
    let mut supervisor = Supervisor::new(false).unwrap();
    let quiet = supervisor
        .start("quiet", shell("sleep 1000"), &log)
        .unwrap();
    let deaf = supervisor.start(
        "deaf",
        shell("trap '' TERM; sleep 1000 & echo $!; wait; sleep 1000"),
        &log,
    );
    let deaf = deaf.unwrap();
    let grandchild = supervisor
        .until("grandchild", Duration::from_secs(5), || {
            std::fs::read_to_string(&log)
                .ok()?
                .trim()
                .parse::<u32>()
                .ok()
        })
        .unwrap();
    assert!(runs(quiet) && runs(deaf) && runs(grandchild));
    drop(supervisor);
    std::fs::remove_file(&log).unwrap();
    assert!(!runs(quiet) && !runs(deaf));
    // An orphan's end is collected by init, a moment later.
    let gone = |pid: u32| {
        std::fs::read_to_string(format!("/proc/{pid}/cmdline"))
            .unwrap_or_default()
            .is_empty()
    };
    assert!((0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        gone(grandchild)
    }));
}

#[test]
fn the_end_of_a_child_ends_every_wait_and_tells_its_name() {
    let log = Path::new("/dev/null");
    let mut supervisor = Supervisor::new(false).unwrap();
    supervisor.start("brief", shell("exit 3"), log).unwrap();
    let error = supervisor
        .until("anything", Duration::from_secs(5), || None::<()>)
        .unwrap_err();
    assert!(
        error.to_string().contains("brief ended (exit status: 3)"),
        "{error}"
    );
    assert!(matches!(supervisor.wait().unwrap(), End::Child(how) if how.contains("brief")));
}

#[test]
fn a_wait_ends_at_its_deadline() {
    let mut supervisor = Supervisor::new(false).unwrap();
    let error = supervisor
        .until("answer", Duration::from_millis(100), || None::<()>)
        .unwrap_err();
    assert!(error.to_string().contains("no answer within"), "{error}");
}

#[test]
fn a_program_beside_the_others_gives_its_output_or_how_it_failed() {
    let mut supervisor = Supervisor::new(false).unwrap();
    let limit = Duration::from_secs(5);
    assert_eq!(
        supervisor.run("good", shell("echo fine"), limit).unwrap(),
        "fine\n"
    );
    let error = supervisor
        .run("bad", shell("echo why; exit 2"), limit)
        .unwrap_err();
    assert!(error.to_string().contains("exit status: 2\nwhy"), "{error}");
    let error = supervisor
        .run("slow", shell("sleep 1000"), Duration::from_millis(100))
        .unwrap_err();
    assert!(error.to_string().contains("slow"), "{error}");
}
