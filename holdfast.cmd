@echo off
rem Runs Holdfast from a source checkout: finds a JDK, builds what has changed, starts the app;
rem `gui` starts the window, every other command the terminal's face.
rem   JAVA_HOME           the JDK to use, when it is new enough
rem   HOLDFAST_JAVA_OPTS  further options for the Java virtual machine
setlocal enabledelayedexpansion
set "jdk_needed=25"
set "root=%~dp0"
set "jdk="

call :consider "%JAVA_HOME%"
for /f "delims=" %%j in ('where java 2^>nul') do call :consider "%%~dpj.."
for /d %%d in ("%ProgramFiles%\Java\*" "%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Microsoft\jdk*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\scoop\apps\*jdk*\current") do call :consider "%%~d"
if not defined jdk (
  >&2 echo holdfast: Holdfast needs a JDK of version %jdk_needed% or newer; there is none in JAVA_HOME, on the PATH, or in the usual places.
  >&2 echo holdfast: Install one ^(winget install EclipseAdoptium.Temurin.%jdk_needed%.JDK^), or set JAVA_HOME to it.
  exit /b 1
)

set "face=app-tui"
if /i "%~1"=="gui" set "face=app-gui"
if /i "%~1"=="--home" if /i "%~3"=="gui" set "face=app-gui"

set "built=%root%target\launcher\built-%face%"
set "stale="
if not exist "%built%" set "stale=yes"
if not exist "%root%%face%\target\class-path" set "stale=yes"
if not defined stale (
  powershell -NoProfile -Command "$b=(Get-Item '%built%').LastWriteTimeUtc; $r='%root%'; $s=@('pom.xml','engine\pom.xml','discovery\pom.xml','%face%\pom.xml')|%%{Get-Item ($r+$_)}; $s+=Get-ChildItem -Recurse ($r+'engine\src\main'),($r+'discovery\src\main'),($r+'%face%\src\main'); if($s|?{$_.LastWriteTimeUtc -gt $b}){exit 1}"
  if errorlevel 1 set "stale=yes"
)
if defined stale (
  >&2 echo holdfast: Building what has changed in the sources. The first time takes a minute or two.
  if not exist "%root%target\launcher" mkdir "%root%target\launcher"
  pushd "%root%"
  set "JAVA_HOME=!jdk!"
  type nul >"%built%.began"
  call mvn -B -pl %face% -am process-classes >"%root%target\launcher\build.log" 2>&1
  if errorlevel 1 (
    popd
    >&2 echo holdfast: The build failed. Mend what the log names: %root%target\launcher\build.log
    exit /b 1
  )
  move /y "%built%.began" "%built%" >nul
  popd
  >&2 echo holdfast: Built.
)

rem set /p would cut a line of more than 1,023 characters
for /f "usebackq delims=" %%l in ("%root%%face%\target\class-path") do set "behind=%%l"
if "%face%"=="app-gui" (
  for /f "usebackq delims=" %%l in ("%root%app-gui\target\module-path") do set "modules=%%l"
  "%jdk%\bin\java" -Xms32m -Xmx256m -XX:NewSize=7m -XX:MaxNewSize=16m -XX:+UseSerialGC -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps -XX:TieredStopAtLevel=1 -XX:-UsePerfData --enable-native-access=ALL-UNNAMED,javafx.graphics --sun-misc-unsafe-memory-access=allow %HOLDFAST_JAVA_OPTS% -p "!modules!" --add-modules javafx.controls -cp "%root%app-gui\target\classes;%behind%" dev.holdfast.gui.GuiMain %*
  exit /b !errorlevel!
)
"%jdk%\bin\java" -Xms32m -Xmx256m -XX:NewSize=7m -XX:MaxNewSize=16m -XX:+UseSerialGC -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps -XX:-UsePerfData --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %HOLDFAST_JAVA_OPTS% -cp "%root%%face%\target\classes;%behind%" dev.holdfast.tui.TuiMain %*
exit /b %errorlevel%

:consider
if defined jdk exit /b
if "%~1"=="" exit /b
if not exist "%~1\bin\javac.exe" exit /b
if not exist "%~1\release" exit /b
for /f "tokens=2 delims==" %%v in ('findstr /b JAVA_VERSION= "%~1\release"') do for /f "delims=." %%m in (%%v) do if %%m geq %jdk_needed% set "jdk=%~1"
exit /b
